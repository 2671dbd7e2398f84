// ResultGetter: one get() that waits for the results of some jobs, of each in its turn. Where
// results are pushed it is told; else it asks.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/core/error.h"
#include "runtime/world/celery_app.h"

namespace coroscope::detail {

class ResultGetter : public std::enable_shared_from_this<ResultGetter> {
public:
    /// Whom to tell; one of the two is called, once. `gone`: nobody waits any more.
    struct Caller {
        std::function<void(const std::vector<std::string>&)> answer;
        std::function<void(const std::exception_ptr&)> fail;
        std::function<bool()> gone;
    };

    /// A failure of one of `parents` is an answer, too.
    ResultGetter(const std::shared_ptr<CeleryApp>& app, std::vector<std::string> ids,
                 std::vector<std::string> parents, std::optional<Duration> timeout, Caller caller);
    void begin();

private:
    bool told();
    void time_out();
    void poll();
    [[nodiscard]] bool look(CeleryApp& app, bool from_afar);
    void answer_by(CeleryApp& app, JobState state, bool from_afar) const;

    std::weak_ptr<CeleryApp> app_;
    std::vector<std::string> ids_;
    std::vector<std::string> values_;
    std::vector<std::string> parents_;
    std::optional<Duration> timeout_;
    Caller caller_;
    TaskId asked_by_;
    bool over_ = false;
    Duration waited_ = {};
    Agenda::Entry expiry_ = Agenda::kNone;
};

}  // namespace coroscope::detail
