#include "gui/model/session.h"

#include <algorithm>

namespace coroscope::gui {
namespace {

constexpr double kMostUnits = 40.0;  // a run of so many axis units is still shown whole
constexpr double kReadableUnits = 32.0;

}  // namespace

Session::Session() : indexed_(std::make_shared<Indexed>()) {}

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

const Axis& Session::axis() const {
    if (comparison_.shown() && comparison_.both().own == indexed_) {
        return comparison_.axes(settings.axis).left;
    }
    if (!has_axis(settings.axis)) {
        const bool made = indexed_->axis != nullptr && indexed_->axis->kind() == settings.axis;
        axis_ = made ? indexed_->axis : std::make_shared<const Axis>(timeline(), settings.axis);
        axis_revision_ = revision_;
    }
    return *axis_;
}

bool Session::has_axis(AxisKind kind) const {
    return axis_ != nullptr && axis_revision_ == revision_ && axis_->kind() == kind;
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

std::string Session::selected_name() const {
    return std::string(selection_.task != 0 ? timeline().task_name(selection_.task)
                                            : timeline().resource_name(selection_.resource));
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
    const bool made = has_axis(kind) || (indexed_->axis && indexed_->axis->kind() == kind);
    if (small || made || comparison_.shown()) {
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
