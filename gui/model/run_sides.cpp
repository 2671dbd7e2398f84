#include "gui/model/run_sides.h"

#include <algorithm>

#include "runtime/analysis/explain.h"

namespace coroscope::gui {
namespace {

constexpr std::size_t kMostDeeds = 2;

/// Worth a word in a summary of a step.
bool is_deed(EventKind kind) {
    static constexpr std::array kDeeds{
        EventKind::TaskResumed,      EventKind::TaskFinished,    EventKind::TaskFailed,
        EventKind::TaskCancelled,    EventKind::ResourceCreated, EventKind::ResourceAcquired,
        EventKind::ResourceReleased, EventKind::QueuePut,        EventKind::QueueGot,
        EventKind::VariableRead,     EventKind::VariableWritten, EventKind::TimePassed,
        EventKind::LogLine,          EventKind::TaskSuspended,   EventKind::TaskCreated};
    return std::ranges::find(kDeeds, kind) != kDeeds.end();
}

std::vector<Message> deeds_of(const Timeline& timeline, const PartingSide& side) {
    std::vector<Message> deeds;
    if (side.task == 0) {
        return deeds;
    }
    const EventIndex last = timeline.last_of_step(side.step);
    for (EventIndex i = side.first; i <= last && deeds.size() < kMostDeeds; ++i) {
        const TraceEvent& event = timeline.trace()[i];
        if (event.task == side.task && is_deed(event.kind)) {
            deeds.push_back(brief(timeline, i));
        }
    }
    return deeds;
}

Message value_at_end(const Timeline& timeline, ObjectId variable) {
    const auto value = timeline.value_at(variable, kNoEvent);
    return Message("ui.compare.value_end",
                   {resource_arg("variable", 0, timeline.resource_name(variable)),
                    code_arg("value", value ? timeline.trace().text(value->text) : "")});
}

bool is_variable(const Timeline& timeline, ObjectId id) {
    const ResourceInfo* resource = timeline.resource(id);
    return resource != nullptr && resource->type == ResourceType::Variable;
}

Standing standing_of(const Verdict& verdict, const Verdict& other) {
    return verdict.passes == other.passes ? Standing::Neutral
           : verdict.passes               ? Standing::Passing
                                          : Standing::Failing;
}

std::string_view heading_of(const RunSide& side) {
    switch (side.standing) {
    case Standing::Failing: return "ui.compare.failing";
    case Standing::Passing: return "ui.compare.passing";
    case Standing::Neutral: break;
    }
    return side.is_own ? "ui.compare.own" : "ui.compare.other";
}

void add_words(RunSide& side, const Verdict& verdict, const Verdict& other_verdict,
               Nanoseconds other_end, bool values_differ) {
    const Timeline& timeline = side.timeline();
    if (values_differ && is_variable(timeline, side.concerned)) {
        side.words.push_back(value_at_end(timeline, side.concerned));
    }
    side.words.push_back(verdict.words);
    const Nanoseconds end = timeline.trace().end_time();
    if (verdict.passes == other_verdict.passes && end != other_end) {
        side.words.push_back(Message("ui.compare.ends_at", {duration_arg("time", end)}));
    }
}

ObjectId own_resource(const Compared& both, ObjectId other) {
    const auto found = std::ranges::find(both.matched.resources, other);
    return found == both.matched.resources.end() || other == 0
               ? ObjectId{0}
               : both.own->timeline
                     .resources()[static_cast<std::size_t>(found - both.matched.resources.begin())]
                     .id;
}

/// Names in a message of the other run mean their namesakes in the own one, or nothing.
void use_own_ids(const Session& session, const RunSide& side, Message& message) {
    for (Argument& argument : message.arguments) {
        Piece& piece = argument.value;
        if (piece.role == Role::Task) {
            piece.id = own_task(session, side, piece.id);
        } else if (piece.role == Role::Resource) {
            piece.id = own_resource(session.comparison().both(), piece.id);
        }
        for (Message& item : argument.items) {
            use_own_ids(session, side, item);
        }
    }
}

Message side_message(const Session& session, const RunSide& side, bool decided) {
    const Timeline& timeline = side.timeline();
    Argument end = list_arg("end", side.words, Joining::Clauses);
    if (side.parting->task == 0) {
        return {"ui.compare.side_over", {message_arg("side", Message(side.heading)), end}};
    }
    const TaskId task = side.parting->task;
    Argument who = task_arg("task", own_task(session, side, task), timeline.task_name(task));
    std::vector<Message> deeds = side.deeds;
    for (Message& deed : deeds) {
        if (!side.is_own) {
            use_own_ids(session, side, deed);
        }
    }
    Argument does = list_arg("does", std::move(deeds), Joining::Facts);
    if (decided) {
        return {"ui.compare.if_runs", {who, does, end}};
    }
    return {"ui.compare.side_runs", {message_arg("side", Message(side.heading)), who, does, end}};
}

}  // namespace

Badge RunSide::badge(TaskId task) const {
    return task >= 1 && task <= badges->size() ? (*badges)[task - 1] : Badge{kTaskColours - 1, "?"};
}

std::array<RunSide, 2> run_sides(const Session& session) {
    const Comparison& comparison = session.comparison();
    const Compared& both = comparison.both();
    const CommonAxes& axes = comparison.axes(session.settings.axis);
    std::array<RunSide, 2> sides;
    sides[0] = {.is_own = true,
                .run = both.own.get(),
                .badges = &both.own->badges,
                .order = &both.own->order,
                .axis = &axes.left,
                .cursor = session.cursor(),
                .name = session.run_name()};
    sides[1] = {.is_own = false,
                .run = both.other.get(),
                .badges = &both.badges,
                .order = &both.order,
                .axis = &axes.right,
                .cursor = session.other_cursor(),
                .name = comparison.name()};
    sides[0].standing = standing_of(both.own_verdict, both.other_verdict);
    sides[1].standing = standing_of(both.other_verdict, both.own_verdict);
    sides[0].concerned = resource_concerned(both, session.selection().resource);
    sides[1].concerned = both.other_resource(sides[0].concerned);
    if (both.parting) {
        sides[0].parting = &both.parting->left;
        sides[1].parting = &both.parting->right;
    }
    const bool differ =
        std::ranges::any_of(both.difference.variables, [&](const VariableChange& change) {
            return change.left == sides[0].concerned && change.right != 0;
        });
    add_words(sides[0], both.own_verdict, both.other_verdict,
              both.other->timeline.trace().end_time(), differ);
    add_words(sides[1], both.other_verdict, both.own_verdict, both.own->timeline.trace().end_time(),
              differ);
    for (RunSide& side : sides) {
        side.heading = heading_of(side);
        if (side.parting != nullptr) {
            side.deeds = deeds_of(side.timeline(), *side.parting);
        }
    }
    return sides;
}

TaskId own_task(const Session& session, const RunSide& side, TaskId task) {
    if (side.is_own) {
        return task;
    }
    const auto& matched = session.comparison().both().matched.tasks;
    const auto found = std::ranges::find(matched, task);
    return found == matched.end() || task == 0 ? TaskId{0}
                                               : static_cast<TaskId>(found - matched.begin() + 1);
}

std::vector<Message> explain_parting(const Session& session) {
    const auto sides = run_sides(session);
    if (sides[0].parting == nullptr) {
        return {Message("ui.compare.same_runs")};
    }
    const TaskId own = sides[0].parting->task;
    const TaskId other = sides[1].parting->task;
    const bool decided = own != 0 && other != 0 &&
                         sides[0].timeline().task_name(own) != sides[1].timeline().task_name(other);
    return {Message(decided ? "ui.compare.one_choice" : "ui.compare.they_part"),
            side_message(session, sides[0], decided), side_message(session, sides[1], decided)};
}

bool past_parting(const Session& session) {
    if (!session.comparing()) {
        return false;
    }
    const auto& parting = session.comparison().both().parting;
    return !parting || session.cursor() >= parting->left.before;
}

bool at_parting(const Session& session) {
    if (!past_parting(session) || !session.comparison().both().parting) {
        return false;
    }
    const PartingSide& own = session.comparison().both().parting->left;
    const StepList steps = session.timeline().steps();
    return own.step >= steps.size() || session.cursor() < session.timeline().last_of_step(own.step);
}

}  // namespace coroscope::gui
