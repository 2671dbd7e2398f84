// JobState: what is known of a job of a task queue, by Celery's names.
//
// PENDING means "nothing known": an id that nobody ever used is PENDING, too. RECEIVED and REJECTED
// are told by events only and are never stored. Source: Celery 5.6, celery/states.py.
#pragma once

#include <cstdint>
#include <string_view>

namespace coroscope {

enum class JobState : std::uint8_t {
    Pending,
    Received,
    Started,
    Retry,
    Success,
    Failure,
    Revoked,
    Rejected,
};

/// "PENDING", "SUCCESS", ...
[[nodiscard]] std::string_view state_name(JobState state);
/// SUCCESS, FAILURE or REVOKED: get() has something to say.
[[nodiscard]] bool is_ready(JobState state);
/// Which of two states a monitor believes when their events come in the wrong order: the one with
/// the smaller number.
[[nodiscard]] int precedence(JobState state);

}  // namespace coroscope
