// Prediction: predict mode for lessons. Before the next step the learner says which task runs, or
// what is printed; only then the step is shown, and the score is kept.
//
//     if (const Question* question = session.prediction.question(session)) ...   // it is open
//     answer(session, 0);                                                        // the first
//     option
//
// While the mode is on no view shows what lies behind the cursor; while a question is open none
// shows who is first in the ready queue, either.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "runtime/text/message.h"
#include "runtime/trace/timeline.h"

namespace coroscope::gui {

class Session;

/// What the next step will be, with at least two answers to choose from.
struct Question {
    enum class Kind : std::uint8_t {
        WhoRuns,   ///< several tasks are ready
        WhoWakes,  ///< none is: whose timer is the next?
        WhatIsPrinted,
    };
    Kind kind = Kind::WhoRuns;
    std::size_t step = 0;       ///< index of the step that is asked for
    TaskId task = 0;            ///< who runs in it; WhatIsPrinted names it
    std::vector<TaskId> tasks;  ///< WhoRuns and WhoWakes: in order of creation
    std::vector<TextId> lines;  ///< WhatIsPrinted: by their texts
    std::size_t right = 0;      ///< index of the right option
    [[nodiscard]] std::size_t options() const {
        return kind == Kind::WhatIsPrinted ? lines.size() : tasks.size();
    }
};

/// The question that fits in front of the step behind `cursor`; none if everybody knows what comes.
[[nodiscard]] std::optional<Question> question_at(const Timeline& timeline, EventIndex cursor);

struct Score {
    std::uint32_t right = 0;
    std::uint32_t answered = 0;
    friend bool operator==(const Score&, const Score&) = default;
};

class Prediction {
public:
    [[nodiscard]] bool on() const { return on_; }
    /// Both forget the answers.
    void turn(bool on);
    void forget_answers();
    [[nodiscard]] Score score() const { return score_; }

    /// The open question at the session's cursor; null if the mode is off, if there is none, or if
    /// this step has been answered already. Valid until the next call.
    [[nodiscard]] const Question* question(const Session& session) const;
    /// What came of the last answer, while the cursor is where it led to; null elsewhere.
    struct Verdict {
        bool right = false;
        Question question;
        std::size_t chosen = 0;
        EventIndex shown_at = 0;
    };
    [[nodiscard]] const Verdict* verdict(const Session& session) const;

private:
    friend void answer(Session& session, std::size_t option);

    bool on_ = false;
    Score score_;
    std::map<std::size_t, bool> answered_;  ///< by step: whether it was right
    std::optional<Verdict> verdict_;
    // The question at one cursor of one revision of the run.
    struct Asked {
        std::uint64_t revision = 0;
        EventIndex cursor = kNoEvent;
        std::optional<Question> question;
    };
    mutable Asked asked_;
};

/// Takes the answer to the open question and moves the cursor to the end of the step that it was
/// about. Nothing happens if no question is open or there is no such option.
void answer(Session& session, std::size_t option);

/// "Who runs next?", in words.
[[nodiscard]] Message words_of(const Question& question, const Timeline& timeline);
/// "Right. consumer-3 was first in line."
[[nodiscard]] Message words_of(const Prediction::Verdict& verdict, const Session& session);

}  // namespace coroscope::gui
