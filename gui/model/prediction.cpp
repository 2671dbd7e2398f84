#include "gui/model/prediction.h"

#include <algorithm>

#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

// As many as there are number keys; more could not be read either.
static constexpr std::size_t kMostTasks = 9;
constexpr std::size_t kMostLines = 4;
constexpr std::size_t kLinesSearched = 64;

// Options of which one is `task`, in order of creation; nothing if there is nothing to choose.
std::optional<Question> question_of(Question::Kind kind, std::size_t step, TaskId task,
                                    std::vector<TaskId> tasks) {
    std::ranges::sort(tasks);
    tasks.erase(std::unique(tasks.begin(), tasks.end()), tasks.end());
    const auto place = std::ranges::find(tasks, task);
    if (tasks.size() < 2 || place == tasks.end()) {
        return std::nullopt;
    }
    Question question;
    question.kind = kind;
    question.step = step;
    question.task = task;
    question.right = static_cast<std::size_t>(place - tasks.begin());
    if (tasks.size() > kMostTasks) {
        question.right = std::min(question.right, kMostTasks - 1);
        tasks.resize(kMostTasks);
        tasks[question.right] = task;
    }
    question.tasks = std::move(tasks);
    return question;
}

std::optional<Question> question_about_line(const Timeline& timeline, std::size_t index,
                                            const Step& step) {
    const Trace& trace = timeline.trace();
    const EventList& log = timeline.log();
    const auto printed = std::ranges::lower_bound(log, step.first);
    if (printed == log.end() || *printed > step.last || trace[*printed].task != step.task) {
        return std::nullopt;
    }
    const TextId right = trace[*printed].b;
    std::vector<TextId> lines{right};
    const auto add = [&](EventIndex event) {
        const TextId text = trace[event].b;
        const bool known = std::ranges::any_of(
            lines, [&](TextId other) { return trace.text(other) == trace.text(text); });
        if (!known && lines.size() < kMostLines) {
            lines.push_back(text);
        }
    };
    const auto place = static_cast<std::size_t>(printed - log.begin());
    for (std::size_t i = place + 1; i < std::min(log.size(), place + kLinesSearched); ++i) {
        add(log[i]);
    }
    for (std::size_t i = place; i > 0 && place - i < kLinesSearched; --i) {
        add(log[i - 1]);
    }
    if (lines.size() < 2) {
        return std::nullopt;
    }
    std::ranges::sort(lines, {}, [&](TextId id) { return trace.text(id); });
    Question question;
    question.kind = Question::Kind::WhatIsPrinted;
    question.step = index;
    question.task = step.task;
    question.right = static_cast<std::size_t>(std::ranges::find(lines, right) - lines.begin());
    question.lines = std::move(lines);
    return question;
}

}  // namespace

std::optional<Question> question_at(const Timeline& timeline, EventIndex cursor) {
    const auto steps = timeline.steps();
    const auto now = timeline.step_at(cursor);
    const std::size_t index = now ? *now + 1 : 0;
    if (index >= steps.size() || (now && cursor < timeline.last_of_step(*now))) {
        return std::nullopt;  // nothing comes, or the step that the cursor is in goes on
    }
    const Step step = steps[index];
    if (step.task == 0) {
        return std::nullopt;
    }
    const std::vector<TaskId> ready = timeline.ready_at(cursor);
    if (ready.size() >= 2) {
        return question_of(Question::Kind::WhoRuns, index, step.task, ready);
    }
    if (ready.empty()) {
        std::vector<TaskId> sleeping;
        for (const ObjectId id : timeline.timers_at(cursor)) {
            sleeping.push_back(timeline.timer(id)->task);
            if (sleeping.size() >= kLinesSearched) {
                break;
            }
        }
        std::erase(sleeping, TaskId{0});
        if (auto question =
                question_of(Question::Kind::WhoWakes, index, step.task, std::move(sleeping))) {
            return question;
        }
    }
    return question_about_line(timeline, index, step);
}

void Prediction::turn(bool on) {
    on_ = on;
    forget_answers();
}

void Prediction::forget_answers() {
    score_ = {};
    answered_.clear();
    verdict_.reset();
    asked_ = {};
}

const Question* Prediction::question(const Session& session) const {
    if (!on_ || session.empty() || session.loading()) {
        return nullptr;
    }
    if (asked_.revision != session.revision() || asked_.cursor != session.cursor()) {
        asked_ = {session.revision(), session.cursor(),
                  question_at(session.timeline(), session.cursor())};
    }
    const bool open = asked_.question && !answered_.contains(asked_.question->step);
    return open ? &*asked_.question : nullptr;
}

const Prediction::Verdict* Prediction::verdict(const Session& session) const {
    const bool here = on_ && verdict_ && verdict_->shown_at == session.cursor();
    return here ? &*verdict_ : nullptr;
}

void answer(Session& session, std::size_t option) {
    Prediction& prediction = session.prediction;
    const Question* const open = prediction.question(session);
    if (open == nullptr || option >= open->options()) {
        return;
    }
    const Question question = *open;
    const bool right = option == question.right;
    prediction.answered_.emplace(question.step, right);
    ++prediction.score_.answered;
    prediction.score_.right += right ? 1 : 0;
    session.seek(session.timeline().last_of_step(question.step));
    prediction.verdict_ = Prediction::Verdict{right, question, option, session.cursor()};
}

Message words_of(const Question& question, const Timeline& timeline) {
    switch (question.kind) {
    case Question::Kind::WhoRuns: return Message("ui.predict.who_runs");
    case Question::Kind::WhoWakes: return Message("ui.predict.who_wakes");
    case Question::Kind::WhatIsPrinted:
        return Message("ui.predict.what_is_printed",
                       {task_arg("task", question.task, timeline.task_name(question.task))});
    }
    return Message("ui.predict.who_runs");
}

Message words_of(const Prediction::Verdict& verdict, const Session& session) {
    const Timeline& timeline = session.timeline();
    const Question& question = verdict.question;
    const auto task = task_arg("task", question.task, timeline.task_name(question.task));
    const bool fifo = session.spec().policy == "fifo" && session.spec().choices.empty();
    switch (question.kind) {
    case Question::Kind::WhoRuns:
        if (fifo) {
            return Message(
                verdict.right ? "ui.predict.first_in_line.right" : "ui.predict.first_in_line.wrong",
                {task});
        }
        break;
    case Question::Kind::WhoWakes:
        return Message(verdict.right ? "ui.predict.wakes.right" : "ui.predict.wakes.wrong",
                       {task, duration_arg("time", timeline.steps()[question.step].begin)});
    case Question::Kind::WhatIsPrinted:
        return Message(
            verdict.right ? "ui.predict.prints.right" : "ui.predict.prints.wrong",
            {task, code_arg("line", timeline.trace().text(question.lines[question.right]))});
    }
    return Message(verdict.right ? "ui.predict.chosen.right" : "ui.predict.chosen.wrong", {task});
}

}  // namespace coroscope::gui
