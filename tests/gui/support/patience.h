// Waits until the session has nothing to do in the background. Threads take the time they need: no
// test asserts how long.
#pragma once

#include <doctest/doctest.h>

#include <thread>

#include "gui/model/session.h"

namespace coroscope::gui::test {

/// Polls until `is_so()`; fails after a minute.
template <class Condition>
void wait_until(Session& session, Condition is_so) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    session.poll();
    while (!is_so() && std::chrono::steady_clock::now() < limit) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        session.poll();
    }
    REQUIRE(is_so());
}

inline void finish_work(Session& session) {
    wait_until(session, [&] { return !session.busy(); });
}

inline void finish_previews(Session& session) {
    wait_until(session, [&] { return !session.previews.working(); });
}

inline void finish_comparing(Session& session) {
    wait_until(session, [&] {
        return !session.loading() &&
               (session.comparison().shown() || !session.comparison().is_open());
    });
}

inline std::string notice_of(const Session& session) {
    return session.notice() ? to_string(session.notice()->message, Language::English) : "";
}

}  // namespace coroscope::gui::test
