#include "gui/model/session.h"

#include <algorithm>
#include <chrono>

#include "gui/model/activity.h"

namespace coroscope::gui {
namespace {

static constexpr std::chrono::milliseconds kPatience{30};
constexpr double kMostUnits = 40.0;  // a run of so many axis units is still shown whole
constexpr double kReadableUnits = 32.0;

std::string scenario_id_of(const Trace& trace) {
    const std::string& text = trace.info().runspec;
    return text.substr(0, text.find_first_of("?#"));
}

}  // namespace

Session::Session() : indexed_(std::make_shared<Indexed>()) {}

// The run that was on the screen goes away, this one has nothing to show yet.
void Session::expect(const RunRequest& request, std::uint64_t cursor_step) {
    prediction.forget_answers();
    request_ = request;
    scenario_ = request.is_file() ? nullptr : find_scenario(request.spec.scenario);
    wanted_step_ = cursor_step;
    wanted_selection_.clear();
    cursor_ = 0;
    selection_ = {};
    fresh_view_ = true;
    view_ = {};
    take(std::make_shared<Indexed>());
}

void Session::open(const RunRequest& request, std::uint64_t cursor_step) {
    playback.stop();
    load_problem_.clear();
    coming_.reset();
    if (request.is_file()) {
        coming_ = Coming{request, cursor_step};
    } else {
        expect(request, cursor_step);
    }
    loader_.start(request, settings.axis);
    wait_for_small_run();
}

void Session::show(TraceInfo info, Simulation simulation) {
    playback.stop();
    load_problem_.clear();
    coming_.reset();
    expect({}, 0);
    loader_.start(std::move(info), std::move(simulation), settings.axis);
    wait_for_small_run();
}

void Session::wait_for_small_run() {
    loading_ = true;
    stopped_ = false;
    loader_.wait(kPatience);
    poll();
}

void Session::show(Trace trace, std::uint64_t cursor_step) {
    playback.stop();
    prediction.forget_answers();
    loader_.drop();
    coming_.reset();
    loading_ = false;
    wanted_step_ = cursor_step;
    cursor_ = 0;
    selection_ = {};
    fresh_view_ = true;
    view_ = {};
    take(make_indexed(std::move(trace)));
    settle_cursor();
}

bool Session::poll() {
    const bool written = poll_writer();
    const bool other_axis = poll_axis();
    return poll_loader() || written || other_axis;
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
    if (fresh) {
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
    return true;
}

void Session::finish_loading(const Progress& progress) {
    const bool watched = stopped_ || !request_.is_file();
    loading_ = false;
    stopped_ = false;
    coming_.reset();
    loader_.drop();
    load_problem_ = progress.problem;
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
        coming_.reset();
        loader_.drop();
        loading_ = false;
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
    return loader_.wait_for_rest(limit) && writer_.wait(limit);
}

void Session::take(std::shared_ptr<const Indexed> indexed) {
    retired_.push_back(std::exchange(indexed_, std::move(indexed)));
    ++revision_;
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

void Session::settle_cursor() {
    if (wanted_step_) {
        cursor_ = stop_of_step(timeline(), *wanted_step_);
        if (!loading_ || *wanted_step_ <= timeline().steps().size()) {
            wanted_step_.reset();
        }
    }
    cursor_ = std::min(cursor_, last_event(timeline()));
    if (fresh_view_ && !loading_) {
        choose_axis();
        reset_view();
    }
}

// What another program recorded took real time: it opens true to scale. The next run opens as the
// user had it.
void Session::choose_axis() {
    const bool foreign = !empty() && timeline().iterations().empty();
    const AxisKind wanted = axis_for(timeline(), settings.axis);
    if (wanted != settings.axis) {
        settings.axis = wanted;
        axis_was_elastic_ = true;
    } else if (!foreign && axis_was_elastic_) {
        axis_was_elastic_ = false;
        settings.axis = AxisKind::Elastic;
    }
}

// A long run opens at a size at which its steps can be read; fit() shows all of it.
void Session::reset_view() {
    fresh_view_ = false;
    view_ = {};
    if (settings.axis != AxisKind::Time && axis().length() > kMostUnits) {
        set_view({0.0, kReadableUnits});
        keep_visible();
    }
}

Badge Session::badge(TaskId task) const {
    return task >= 1 && task <= badges().size() ? badges()[task - 1] : Badge{kTaskColours - 1, "?"};
}

bool Session::has_axis(AxisKind kind) const {
    return axis_ != nullptr && axis_revision_ == revision_ && axis_->kind() == kind;
}

const Axis& Session::axis() const {
    if (!has_axis(settings.axis)) {
        const bool made = indexed_->axis != nullptr && indexed_->axis->kind() == settings.axis;
        axis_ = made ? indexed_->axis : std::make_shared<const Axis>(timeline(), settings.axis);
        axis_revision_ = revision_;
    }
    return *axis_;
}

const RowOrder& Session::lanes() const {
    return settings.fold_lanes ? lanes_.shown(timeline(), revision_, row_order(), task_in_focus())
                               : row_order();
}

const AtCursor& Session::now() const {
    now_.move_to(timeline(), revision_, cursor_);
    return now_;
}

std::string Session::run_name() const {
    if (request_.is_file()) {
        return request_.file.filename().string();
    }
    if (!request_.spec.scenario.empty()) {
        return to_text(request_.spec);
    }
    const TraceInfo& info = timeline().trace().info();
    return info.runspec.empty() ? info.title : info.runspec;
}

std::string_view Session::variant() const {
    if (scenario_ == nullptr || info(*scenario_).variants.empty()) {
        return "";
    }
    return request_.spec.variant.empty() ? info(*scenario_).variants.front()
                                         : std::string_view(request_.spec.variant);
}

void Session::run_again(RunSpec spec) {
    auto checked = check(spec);
    if (const auto* problem = std::get_if<SpecError>(&checked)) {
        say(Message("ui.notice.plain", {text_arg("text", problem->text)}), true);
        return;
    }
    const std::string selected(selection_.task != 0
                                   ? timeline().task_name(selection_.task)
                                   : timeline().resource_name(selection_.resource));
    open({std::get<RunSpec>(checked), {}});
    if (!selected.empty() && !select_name(selected) && loading_) {
        wanted_selection_ = selected;
    }
}

void Session::seek(EventIndex event) {
    playback.stop();
    wanted_step_.reset();
    move_cursor(event);
}

void Session::move_cursor(EventIndex event) {
    cursor_ = std::min(event, last_event(timeline()));
    keep_visible();
}

Nanoseconds Session::time() const { return empty() ? 0 : timeline().trace()[cursor_].time; }

const Finding* Session::finding_at_cursor() const {
    if (empty()) {
        return nullptr;
    }
    EventIndex before = settings.granularity == Granularity::Event
                            ? cursor_
                            : previous_stop(timeline(), cursor_, settings.granularity) + 1;
    if (at_end() && !timeline().steps().empty()) {
        before = timeline().steps().back().first;  // the end belongs to the last step
    }
    for (const Finding& finding : findings()) {
        if (finding.at <= cursor_ && (finding.at >= before || finding.at == cursor_)) {
            return &finding;
        }
    }
    return nullptr;
}

std::size_t Session::findings_shown() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(findings(), [&](const Finding& f) { return shows(f); }));
}

void Session::select_task(TaskId task) {
    if (timeline().task(task) != nullptr) {
        selection_ = {task, 0};
    }
}

void Session::select_resource(ObjectId resource) {
    if (timeline().resource(resource) != nullptr) {
        selection_ = {0, resource};
    }
}

bool Session::select_name(std::string_view name) {
    for (const TaskInfo& task : timeline().tasks()) {
        if (timeline().task_name(task.id) == name) {
            select_task(task.id);
            return true;
        }
    }
    for (const ResourceInfo& resource : timeline().resources()) {
        if (timeline().resource_name(resource.id) == name) {
            select_resource(resource.id);
            return true;
        }
    }
    return false;
}

TaskId Session::task_in_focus() const {
    if (selection_.task != 0) {
        return selection_.task;
    }
    const auto index = timeline().step_at(cursor_);
    return index ? timeline().steps()[*index].task : 0;
}

View Session::visible() const { return view_.all() ? View{0.0, axis().length()} : view_; }

void Session::set_view(View view) {
    const double length = axis().length();
    const double least = axis().kind() == AxisKind::Time ? 10.0 : 0.5;
    double span = std::clamp(view.last - view.first, std::min(least, length), length);
    if (view.all() || span >= length) {
        view_ = {};
        return;
    }
    const double first = std::clamp(view.first, 0.0, length - span);
    view_ = {first, first + span};
}

void Session::zoom(double factor, double center) {
    const View now = visible();
    const double span = (now.last - now.first) * factor;
    const double part = (center - now.first) / (now.last - now.first);
    set_view({center - part * span, center - part * span + span});
}

void Session::pan(double units) {
    if (!view_.all()) {
        set_view({view_.first + units, view_.last + units});
    }
}

void Session::fit() {
    const TaskInfo* task = timeline().task(selection_.task);
    View wanted;
    if (task != nullptr) {
        const EventIndex end = task->ended == kNoEvent ? timeline().trace().size() : task->ended;
        const double first = axis().at(task->created);
        const double last = axis().at(end);
        const double room = (last - first) * 0.05;
        wanted = {first - room, last + room};
    }
    const View before = view_;
    set_view(wanted);
    if (view_ == before) {
        view_ = {};
    }
}

void Session::next_axis() {
    set_axis(settings.axis == AxisKind::Elastic ? AxisKind::Time
             : settings.axis == AxisKind::Time  ? AxisKind::Steps
                                                : AxisKind::Elastic);
}

void Session::set_axis(AxisKind kind) {
    const bool small = timeline().trace().size() < kLargeRun;
    if (small || has_axis(kind) || (indexed_->axis && indexed_->axis->kind() == kind)) {
        use_axis(kind);
    } else {
        axis_maker_.start(indexed_, kind);
    }
}

bool Session::poll_axis() {
    const auto made = axis_maker_.take();
    if (!made || made->run != indexed_) {
        return false;
    }
    axis_ = made->axis;
    axis_revision_ = revision_;
    use_axis(axis_->kind());
    return true;
}

void Session::use_axis(AxisKind kind) {
    axis_was_elastic_ = false;
    settings.axis = kind;
    reset_view();
    if (playback.playing()) {
        playback.start(axis(), cursor_);
    }
}

void Session::keep_visible() {
    if (view_.all() || empty()) {
        return;
    }
    const double at = axis().at(cursor_);
    const double span = view_.last - view_.first;
    const double margin = span * 0.03;
    if (at < view_.first + margin || at > view_.last - margin) {
        const double part = at < view_.first + margin ? 0.6 : 0.4;
        set_view({at - span * part, at + span * (1.0 - part)});
    }
}

void Session::copy_run() {
    clipboard_ = run_name();
    say(Message("ui.notice.copied", {code_arg("run", clipboard_)}));
}

void Session::say(Message message, bool error) {
    notice_ = Notice{std::move(message), error, ++notices_};
}

}  // namespace coroscope::gui
