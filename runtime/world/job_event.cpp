#include "runtime/world/job_event.h"

#include <map>
#include <string_view>

namespace coroscope {

JobState state_of(const JobEvent& event) {
    static const std::map<std::string_view, JobState> kStates = {
        {"task-sent", JobState::Pending},    {"task-received", JobState::Received},
        {"task-started", JobState::Started}, {"task-succeeded", JobState::Success},
        {"task-failed", JobState::Failure},  {"task-rejected", JobState::Rejected},
        {"task-revoked", JobState::Revoked}, {"task-retried", JobState::Retry},
    };
    const auto found = kStates.find(event.type);
    return found == kStates.end() ? JobState::Pending : found->second;
}

}  // namespace coroscope
