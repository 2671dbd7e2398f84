#include "gui/model/session.h"

#include <algorithm>
#include <chrono>

#include "runtime/formats/export.h"
#include "runtime/trace/ctrace.h"

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

void Session::open(const RunRequest& request, std::uint64_t cursor_step) {
    comparison_.close();
    load(request, cursor_step);
}

void Session::load(const RunRequest& request, std::uint64_t cursor_step) {
    playback.stop();
    branches.clear();
    choices.forget();
    landing_.reset();
    prediction.forget_answers();
    load_problem_.clear();
    find_again_ = false;
    replaced_.reset();
    if (request.is_file() && !empty()) {
        replaced_ = Replaced{indexed_, request_, scenario_, cursor_, selection_, view_};
    }
    request_ = request;
    scenario_ = request.is_file() ? nullptr : find_scenario(request.spec.scenario);
    wanted_step_ = cursor_step;
    wanted_selection_.clear();
    cursor_ = 0;
    selection_ = {};
    fresh_view_ = true;
    view_ = {};
    take(std::make_shared<Indexed>());
    loader_.start(request, finding_options(settings));
    loading_ = true;
    loader_.wait(kPatience);
    poll();
}

void Session::show(Trace trace, std::uint64_t cursor_step) {
    comparison_.close();
    playback.stop();
    branches.clear();
    choices.forget();
    landing_.reset();
    prediction.forget_answers();
    loader_.stop();
    loading_ = false;
    wanted_step_ = cursor_step;
    cursor_ = 0;
    selection_ = {};
    fresh_view_ = true;
    view_ = {};
    take(make_indexed(std::move(trace), finding_options(settings)));
    settle_cursor();
    know_choices(nullptr);
}

void Session::find_again() {
    if (loading_) {
        find_again_ = true;
        return;
    }
    loader_.find_again(indexed_, finding_options(settings));
    loading_ = true;
    loader_.wait(kPatience);
    poll();
}

bool Session::poll() {
    const bool found = choices.poll();
    if (!loading_) {
        return poll_comparison() || found;
    }
    Progress progress = loader_.progress();
    if (landing_ &&
        (!progress.indexed || !landing_->in(progress.indexed->timeline, progress.done))) {
        return false;  // the branch has not got to the choice yet
    }
    if (!progress.done && progress.indexed == indexed_) {
        return false;
    }
    const bool fresh = progress.indexed != nullptr && progress.indexed != indexed_;
    if (fresh && landing_) {
        take_branch(progress.indexed);
    } else if (fresh) {
        take(progress.indexed);
    }
    if (progress.done) {
        loading_ = false;
        loader_.stop();
        know_choices(progress.choices);
        if (!fresh_view_) {
            set_view(view_);  // a branch may be shorter
        }
        load_problem_ = progress.problem;
        if (!progress.problem.empty() && progress.indexed == nullptr) {
            take_back_opening();
        } else {
            remember_run();
        }
        replaced_.reset();
        if (!progress.problem.empty()) {
            say(Message("ui.notice.read", {text_arg("problem", progress.problem)}), true);
        } else if (!progress.notes.empty()) {
            say(Message("ui.notice.imported",
                        {list_arg("notes", progress.notes, Joining::Clauses)}));
        }
    }
    settle_cursor();
    if (progress.done && std::exchange(find_again_, false)) {
        find_again();
    }
    poll_comparison();
    return fresh || progress.done;
}

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
    comparison_.open(other);
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
    if (foreign && settings.axis == AxisKind::Elastic) {
        settings.axis = AxisKind::Time;
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
    if (axis_revision_ != revision_ || axis_.kind() != settings.axis) {
        axis_ = Axis(timeline(), settings.axis);
        axis_revision_ = revision_;
    }
    return axis_;
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
    const std::string selected = selected_name();
    load({std::get<RunSpec>(checked), {}}, 0);
    if (!selected.empty() && !select_name(selected) && loading_) {
        wanted_selection_ = selected;
    }
}

void Session::go_to_branch(const RunSpec& spec, const Landing& landing) {
    playback.stop();
    prediction.forget_answers();
    load_problem_.clear();
    wanted_step_.reset();
    request_ = {spec, {}};
    choices.forget();
    landing_ = landing;
    loader_.start(request_);
    loading_ = true;
    loader_.wait(kPatience);
    poll();
}

void Session::go_to_recording(const RunRequest& request, std::shared_ptr<const Indexed> recording,
                              std::shared_ptr<const ChoiceLog> log, const Landing& landing) {
    playback.stop();
    prediction.forget_answers();
    loader_.stop();
    loading_ = false;
    request_ = request;
    landing_ = landing;
    take_branch(recording);
    choices.set(std::move(log));
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

bool Session::report_write(const std::filesystem::path& path, const std::string& problem) {
    if (problem.empty()) {
        say(Message("ui.notice.saved", {code_arg("file", path.filename().string())}));
        return true;
    }
    say(Message("ui.notice.not_saved", {text_arg("problem", problem)}), true);
    return false;
}

bool Session::save_trace(const std::filesystem::path& path) {
    return report_write(path, write_ctrace(path, timeline().trace()));
}

bool Session::export_run(const std::filesystem::path& path) {
    const auto formats = export_formats();
    const std::string ending = path.extension().string();
    const auto format = std::ranges::find(formats, ending, &ExportFormat::ending);
    if (format == formats.end()) {
        say(Message("ui.notice.export_ending", {text_arg("endings", export_endings())}), true);
        return false;
    }
    const Exported exported = format->encode(
        timeline(), {.cursor = cursor(),
                     .language = settings.language,
                     .axis = settings.axis,
                     .theme = settings.dark ? ExportTheme::Dark : ExportTheme::Light});
    return report_write(
        path, exported.problem.empty() ? write_file(path, exported.bytes) : exported.problem);
}

std::string Session::export_endings() {
    std::string endings;
    for (const ExportFormat& format : export_formats()) {
        endings += (endings.empty() ? "" : " ") + std::string(format.ending);
    }
    return endings;
}

std::string Session::file_name(std::string_view extension) const {
    std::string name = request_.is_file() ? request_.file.stem().string() : request_.spec.scenario;
    if (const auto slash = name.rfind('/'); slash != std::string::npos) {
        name.erase(0, slash + 1);
    }
    if (request_.spec.variant == "fixed") {
        name += "-fixed";
    }
    return (name.empty() ? "trace" : name) + std::string(extension);
}

}  // namespace coroscope::gui
