#include "runtime/world/job_state.h"

namespace coroscope {

std::string_view state_name(JobState state) {
    switch (state) {
    case JobState::Pending: return "PENDING";
    case JobState::Received: return "RECEIVED";
    case JobState::Started: return "STARTED";
    case JobState::Retry: return "RETRY";
    case JobState::Success: return "SUCCESS";
    case JobState::Failure: return "FAILURE";
    case JobState::Revoked: return "REVOKED";
    case JobState::Rejected: return "REJECTED";
    }
    return "";
}

bool is_ready(JobState state) {
    return state == JobState::Success || state == JobState::Failure || state == JobState::Revoked;
}

int precedence(JobState state) {
    switch (state) {
    case JobState::Success: return 0;
    case JobState::Failure: return 1;
    case JobState::Revoked: return 2;
    case JobState::Started: return 3;
    case JobState::Received: return 4;
    case JobState::Rejected: return 5;
    case JobState::Retry: return 6;
    case JobState::Pending: return 7;
    }
    return 7;
}

}  // namespace coroscope
