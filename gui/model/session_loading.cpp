// The part of the session that makes, reads and replaces runs.

#include <algorithm>
#include <chrono>

#include "gui/model/activity.h"
#include "gui/model/session.h"

namespace coroscope::gui {
namespace {

static constexpr std::chrono::milliseconds kPatience{30};

std::string scenario_id_of(const Trace& trace) {
    const std::string& text = trace.info().runspec;
    return text.substr(0, text.find_first_of("?#"));
}

}  // namespace

LoadOptions Session::load_options() const { return {settings.axis, finding_options(settings)}; }

void Session::forget_run() {
    branches.clear();
    choices.forget();
    prediction.forget_answers();
    wanted_selection_.clear();
    cursor_ = 0;
    selection_ = {};
    fresh_view_ = true;
    view_ = {};
}

// The run that was on the screen goes away, this one has nothing to show yet.
void Session::expect(const RunRequest& request, std::uint64_t cursor_step) {
    forget_run();
    request_ = request;
    scenario_ = request.is_file() ? nullptr : find_scenario(request.spec.scenario);
    wanted_step_ = cursor_step;
    take(std::make_shared<Indexed>());
}

void Session::open(const RunRequest& request, std::uint64_t cursor_step) {
    comparison_.close();
    load(request, cursor_step);
}

void Session::load(const RunRequest& request, std::uint64_t cursor_step) {
    stop_loading();
    if (request.is_file()) {
        coming_ = Coming{request, cursor_step};
    } else {
        expect(request, cursor_step);
    }
    loader_.start(request, load_options());
    wait_for_small_run();
}

void Session::show(TraceInfo info, Simulation simulation) {
    comparison_.close();
    stop_loading();
    expect({}, 0);
    loader_.start(std::move(info), std::move(simulation), load_options());
    wait_for_small_run();
}

void Session::show(Trace trace, std::uint64_t cursor_step) {
    comparison_.close();
    stop_loading();
    forget_run();
    wanted_step_ = cursor_step;
    take(make_indexed(std::move(trace), finding_options(settings)));
    settle_cursor();
    know_choices(nullptr);
}

void Session::stop_loading() {
    playback.stop();
    load_problem_.clear();
    find_again_ = false;
    landing_.reset();
    coming_.reset();
    loader_.drop();
    loading_ = false;
}

void Session::wait_for_small_run() {
    loading_ = true;
    stopped_ = false;
    loader_.wait(kPatience);
    poll();
}

void Session::find_again() {
    if (loading_) {
        find_again_ = true;
        return;
    }
    loader_.find_again(indexed_, finding_options(settings));
    comparison_.find_again(load_options());
    wait_for_small_run();
}

bool Session::poll() {
    const bool found = choices.poll();
    const bool written = poll_writer();
    const bool other_axis = poll_axis();
    const bool loaded = poll_loader();
    return poll_comparison() || loaded || other_axis || written || found;
}

bool Session::poll_loader() {
    if (!loading_) {
        return false;
    }
    const Progress progress = loader_.progress();
    const bool fresh = progress.indexed != nullptr && progress.indexed != indexed_;
    if (!progress.done && !fresh) {
        return false;
    }
    if (landing_ && fresh && !landing_->in(progress.indexed->timeline, progress.done)) {
        return false;  // the branch has not got to the choice yet
    }
    if (fresh && landing_) {
        take_branch(progress.indexed);
    } else if (fresh) {
        if (coming_) {
            expect(coming_->request, coming_->step);
            coming_.reset();
        }
        take(progress.indexed);
    }
    if (progress.done) {
        finish_loading(progress);
    }
    settle_cursor();
    if (progress.done && std::exchange(find_again_, false)) {
        find_again();
    }
    return true;
}

void Session::finish_loading(const Progress& progress) {
    const bool watched = stopped_ || !request_.is_file();
    loading_ = false;
    stopped_ = false;
    landing_.reset();
    coming_.reset();
    loader_.drop();
    load_problem_ = progress.problem;
    if (progress.indexed != nullptr) {
        know_choices(progress.indexed->choices);
        if (!fresh_view_) {
            set_view(view_);  // a branch may be shorter
        }
        remember_run();
    }
    if (!progress.problem.empty()) {
        say(Message("ui.notice.read", {text_arg("problem", progress.problem)}), true);
    } else if (!progress.notes.empty()) {
        say(Message("ui.notice.imported", {list_arg("notes", progress.notes, Joining::Clauses)}));
    } else if (const Message why = why_it_ended(progress); watched && !why.empty()) {
        say(why);
    }
}

void Session::stop() {
    if (coming_) {
        say(Message("ui.notice.not_read",
                    {code_arg("file", coming_->request.file.filename().string())}));
        stop_loading();
    } else if (loading_) {
        stopped_ = true;
        loader_.end_early();
    } else {
        writer_.cancel();
    }
}

bool Session::end_work(std::chrono::milliseconds limit) {
    playback.stop();
    loading_ = false;
    loader_.drop();
    writer_.cancel();
    return loader_.wait_for_rest(limit) && writer_.wait(limit) && !comparison_.working() &&
           !choices.searching() && !previews.working();
}

void Session::take(std::shared_ptr<const Indexed> indexed) {
    retired_.push_back(std::exchange(indexed_, std::move(indexed)));
    ++revision_;
    if (!comparison_.shown() || comparison_.both().own != indexed_) {
        comparison_.forget_own();
    }
    if (scenario_ == nullptr && !empty()) {
        const std::string& text = timeline().trace().info().runspec;
        scenario_ = find_scenario(scenario_id_of(timeline().trace()));
        const auto parsed = parse_runspec(text);
        if (const auto* spec = std::get_if<RunSpec>(&parsed);
            spec != nullptr && scenario_ != nullptr) {
            request_.spec = *spec;
        }
    }
    if (!wanted_selection_.empty() && select_name(wanted_selection_)) {
        wanted_selection_.clear();
    }
}

// The selected task has another id where the runs have parted before its creation.
void Session::take_branch(const std::shared_ptr<const Indexed>& indexed) {
    const Selection before = selection_;
    const std::string name(before.task != 0 ? timeline().task_name(before.task)
                                            : timeline().resource_name(before.resource));
    take(indexed);
    cursor_ = landing_->in(timeline(), true).value_or(0);
    landing_.reset();
    const std::string_view now = before.task != 0 ? timeline().task_name(before.task)
                                                  : timeline().resource_name(before.resource);
    if (now != name) {
        selection_ = {};
        select_name(name);
    }
    keep_visible();
}

void Session::know_choices(std::shared_ptr<const ChoiceLog> log) {
    if (log) {
        choices.set(std::move(log));
    } else if (scenario_ != nullptr && !empty()) {
        choices.find(request_.spec, timeline().trace());
    } else {
        choices.set_foreign();
    }
}

void Session::run_again(RunSpec spec) {
    auto checked = check(spec);
    if (const auto* problem = std::get_if<SpecError>(&checked)) {
        say(Message("ui.notice.plain", {text_arg("text", problem->text)}), true);
        return;
    }
    const std::string selected = selected_name();
    load({std::get<RunSpec>(checked), {}}, 0);
    if (!selected.empty() && !select_name(selected) && loading_) {
        wanted_selection_ = selected;
    }
}

void Session::go_to_branch(const RunSpec& spec, const Landing& landing) {
    stop_loading();
    prediction.forget_answers();
    wanted_step_.reset();
    request_ = {spec, {}};
    choices.forget();
    landing_ = landing;
    loader_.start(request_, load_options());
    wait_for_small_run();
}

void Session::go_to_recording(const RunRequest& request, std::shared_ptr<const Indexed> recording,
                              std::shared_ptr<const ChoiceLog> log, const Landing& landing) {
    stop_loading();
    prediction.forget_answers();
    request_ = request;
    landing_ = landing;
    take_branch(recording);
    choices.set(std::move(log));
}

}  // namespace coroscope::gui
