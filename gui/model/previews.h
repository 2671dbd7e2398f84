// Previews: what each candidate of a choice would do if it ran next. Every branch is simulated in
// the background, one after the other, and dropped when the choice is no longer asked for.
//
//     previews.ask(session.spec(), *session.choices.log(), point, steps_before);   // every frame
//     if (const Preview* preview = previews.of(1)) ...
//
// Memory: one branch at a time, and only its beginning up to the chosen step where the run is long.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "gui/model/choices.h"
#include "gui/model/would.h"

namespace coroscope::gui {

struct Preview {
    Would would;  ///< in the next step of the candidate
    Outcome outcome =
        Outcome::None;  ///< of the branch, None if it is too long to be run to its end
};

class Previews {
public:
    Previews();
    /// Stops working and waits for that: at most until a branch is indexed.
    ~Previews();
    Previews(const Previews&) = delete;
    Previews& operator=(const Previews&) = delete;

    /// Wants those of this choice of this run. Cheap if they are there or being made already.
    void ask(const RunSpec& spec, const ChoiceLog& log, const ChoicePoint& point,
             std::uint64_t steps_before);
    /// Nobody looks at them any more.
    void drop();
    /// Of the n-th candidate of the choice asked for last; nullptr while it is not known.
    [[nodiscard]] const Preview* of(std::size_t n) const;
    [[nodiscard]] bool working() const;

private:
    struct Work;
    std::unique_ptr<Work> work_;
    std::vector<std::unique_ptr<Work>> leaving_;  ///< asked to stop: nobody waits for them
};

}  // namespace coroscope::gui
