// The part of the session that shows another run beside its own.

#include <algorithm>

#include "gui/model/session.h"

namespace coroscope::gui {

bool Session::poll_comparison() {
    if (!comparison_.poll(loading_ || empty() ? nullptr : indexed_)) {
        return false;
    }
    if (!comparison_.is_open()) {
        say(Message("ui.notice.read", {text_arg("problem", comparison_.problem())}), true);
    } else if (const auto& parting = comparison_.both().parting) {
        if (std::exchange(wants_difference_, false)) {
            cursor_ = parting->left.before;
        }
    } else {
        say(Message("ui.notice.same_runs"));
    }
    reset_view();
    return true;
}

void Session::compare_with(const RunRequest& other, bool at_difference) {
    playback.stop();
    prediction.turn(false);
    wants_difference_ = at_difference;
    comparison_.open(other, load_options());
    poll();
}

void Session::close_comparison() {
    comparison_.close();
    if (!empty()) {
        reset_view();
    }
}

void Session::swap_runs() {
    if (!comparison_.shown() || loading_) {
        return;
    }
    playback.stop();
    const EventIndex cursor = other_cursor();
    const std::string selected = selected_name();
    const View view = view_;
    RunRequest request = request_;
    std::shared_ptr<const Indexed> indexed = comparison_.swap(request);
    request_ = std::move(request);
    scenario_ = request_.is_file() ? nullptr : find_scenario(request_.spec.scenario);
    selection_ = {};
    wanted_selection_.clear();
    take(std::move(indexed));
    cursor_ = std::min(cursor, last_event(timeline()));
    view_ = view;
    select_name(selected);
}

void Session::open_compared(bool other) {
    if (other) {
        swap_runs();
    }
    close_comparison();
}

}  // namespace coroscope::gui
