#include "tests/support/presses.h"

#include "runtime/text/message.h"
#include "tests/support/claims.h"

namespace coroscope::test {

Presses::Presses(std::string_view runspec) : timeline_(run_of(runspec)) {}

std::string Presses::after(std::size_t presses) const {
    const Step step = timeline_.steps()[presses - 1];
    return format_duration(step.begin) + " " + std::string(timeline_.task_name(step.task));
}

std::string Presses::value(std::size_t presses, std::string_view variable) const {
    const EventIndex until = timeline_.last_of_step(presses - 1);
    std::string value;
    for (const ResourceInfo& info : timeline_.resources()) {
        if (timeline_.resource_name(info.id) != variable) {
            continue;
        }
        for (const Access& access : info.accesses) {
            if (access.event <= until) {
                value = timeline_.trace().text(timeline_.trace()[access.event].b);
            }
        }
    }
    return value;
}

TaskState Presses::state(std::size_t presses, std::string_view task) const {
    const EventIndex until = timeline_.last_of_step(presses - 1);
    for (const TaskInfo& info : timeline_.tasks()) {
        if (timeline_.task_name(info.id) == task) {
            return timeline_.state_at(info.id, until).state;
        }
    }
    return TaskState::NotYet;
}

bool Presses::logs(std::size_t presses, std::string_view text) const {
    const Step step = timeline_.steps()[presses - 1];
    for (const EventIndex line : timeline_.log()) {
        if (line >= step.first && line <= timeline_.last_of_step(presses - 1) &&
            timeline_.trace().text(timeline_.trace()[line].b) == text) {
            return true;
        }
    }
    return false;
}

}  // namespace coroscope::test
