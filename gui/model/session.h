// Session: all that the window shows is a function of this: the run, the cursor, the selection, the
// visible range and the settings. Views read it and change it through its functions or through
// commands (command.h).
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gui/model/at_cursor.h"
#include "gui/model/axis_maker.h"
#include "gui/model/branch.h"
#include "gui/model/choices.h"
#include "gui/model/comparison.h"
#include "gui/model/file_browser.h"
#include "gui/model/lanes.h"
#include "gui/model/loader.h"
#include "gui/model/palette.h"
#include "gui/model/playback.h"
#include "gui/model/prediction.h"
#include "gui/model/previews.h"
#include "gui/model/remembered.h"
#include "gui/model/search.h"
#include "gui/model/settings.h"
#include "gui/model/stops.h"
#include "gui/model/tour.h"
#include "gui/model/writer.h"
#include "runtime/picture/axis.h"
#include "runtime/text/message.h"
#include "scenarios/catalogue.h"

namespace coroscope::gui {

enum class Dialog : std::uint8_t {
    None,
    Open,
    Compare,
    Save,
    Export,
    Keys,
    Legend,
    Palette,
    Search,
    Bookmarks,
    Settings,
};

/// A task, or a resource, or nothing.
struct Selection {
    TaskId task = 0;
    ObjectId resource = 0;
    [[nodiscard]] bool empty() const { return task == 0 && resource == 0; }
    friend bool operator==(const Selection&, const Selection&) = default;
};

/// The visible part of the axis, in axis units.
struct View {
    double first = 0.0;
    double last = 0.0;  ///< 0: the whole axis
    [[nodiscard]] bool all() const { return last <= first; }
    friend bool operator==(const View&, const View&) = default;
};

/// A sentence for the user that goes away by itself.
struct Notice {
    Message message;
    bool error = false;
    std::uint64_t number = 0;  ///< differs between notices, so that a view can time each
};

class Session {
public:
    Session();

    Settings settings;
    Remembered remembered;
    bool first_start = false;  ///< the window has never been open before
    Dialog dialog = Dialog::None;
    FileBrowser browser;
    Palette palette;
    Search search;
    Playback playback;
    Choices choices;    ///< of the shown run
    Branches branches;  ///< the choices made by hand
    Previews previews;  ///< what the candidates of the next choice would do
    Prediction prediction;
    Tour tour;
    bool quit = false;

    // -- the run
    /// Starts loading; a small run is complete when this returns. `cursor_step`: where to put the
    /// cursor, from 1; 0 = first event, kNoEvent = the end. Until a file has been read, and if it
    /// cannot be read, the run before it stays.
    void open(const RunRequest& request, std::uint64_t cursor_step = 0);
    /// Shows a trace that is already there. For tests and for files.
    void show(Trace trace, std::uint64_t cursor_step = 0);
    /// Shows a run that somebody else makes, while it is made.
    void show(TraceInfo info, Simulation simulation);
    /// Between frames: forgets the runs that were replaced during the last one. Until then whatever
    /// a view holds of them stays valid.
    void begin_frame() { retired_.clear(); }
    /// Takes what the worker has done since. Returns true if something changed.
    bool poll();
    [[nodiscard]] bool loading() const { return loading_; }
    /// How far loading has come; done if nothing is loading.
    [[nodiscard]] Progress load_progress() const { return loader_.progress(); }
    /// The run that is being read and not shown yet, nullptr if there is none.
    [[nodiscard]] const RunRequest* coming() const { return coming_ ? &coming_->request : nullptr; }
    [[nodiscard]] const Writer& writer() const { return writer_; }
    /// Something is being loaded or written.
    [[nodiscard]] bool busy() const { return loading_ || writer_.busy(); }
    /// Ends that early: of a run what there is of it stays; a file that is being read or written is
    /// given up, and the run on the screen or the file on the disk stay as they were.
    void stop();
    /// Somebody has asked for it.
    [[nodiscard]] bool stopping() const { return stopped_ || writer_.is_cancelled(); }
    /// Stops everything and waits for it, at most so long. Returns whether it has ended.
    bool end_work(std::chrono::milliseconds limit);
    /// What was wrong with the file that was opened last, "" if nothing.
    [[nodiscard]] const std::string& load_problem() const { return load_problem_; }
    [[nodiscard]] const std::shared_ptr<const Indexed>& indexed() const { return indexed_; }
    [[nodiscard]] const Timeline& timeline() const { return indexed_->timeline; }
    [[nodiscard]] const std::vector<Finding>& findings() const { return indexed_->findings; }
    /// In predict mode a finding shows only when the cursor has come to it.
    [[nodiscard]] bool shows(const Finding& finding) const {
        return !prediction.on() || finding.at <= cursor_;
    }
    [[nodiscard]] std::size_t findings_shown() const;
    [[nodiscard]] const std::vector<Badge>& badges() const { return indexed_->badges; }
    [[nodiscard]] const RowOrder& row_order() const { return indexed_->order; }
    /// The rows to show: row_order(), or less of it.
    [[nodiscard]] const RowOrder& lanes() const;
    [[nodiscard]] Badge badge(TaskId task) const;
    /// The axis of settings.axis over the current timeline; made when first asked for.
    [[nodiscard]] const Axis& axis() const;
    /// What many panels want to know of all tasks at the cursor.
    [[nodiscard]] const AtCursor& now() const;
    /// Increases when the timeline is replaced or grows.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }

    [[nodiscard]] const RunRequest& request() const { return request_; }
    [[nodiscard]] const RunSpec& spec() const { return request_.spec; }
    /// nullptr for a trace that no scenario made.
    [[nodiscard]] const Scenario* scenario() const { return scenario_; }
    /// What to call the run: its RunSpec text, the file's name, or the trace's own words.
    [[nodiscard]] std::string run_name() const;
    /// "broken", "fixed", "" for a scenario without variants.
    [[nodiscard]] std::string_view variant() const;
    /// Runs the scenario again with other values; keeps the selection by name if it can.
    void run_again(RunSpec spec);
    /// Runs it with other choices: until the new run has got to the landing the old one stays, and
    /// nothing but the cursor moves. For Branches.
    void go_to_branch(const RunSpec& spec, const Landing& landing);
    /// Back to a recording that is still there.
    void go_to_recording(const RunRequest& request, std::shared_ptr<const Indexed> recording,
                         std::shared_ptr<const ChoiceLog> log, const Landing& landing);
    /// The choice that comes next behind the cursor, before anything else runs.
    [[nodiscard]] std::optional<ChoicePoint> next_choice() const {
        return choices.at(timeline(), cursor_);
    }
    /// Has the previews of this choice made.
    void preview(const ChoicePoint& point) {
        previews.ask(spec(), *choices.log(), point,
                     timeline().steps().events().count_until(point.choice.event - 1));
    }

    /// What finds the run again: a RUN as on the command line, "" for a trace without one.
    [[nodiscard]] std::string run_key() const;
    /// Opens the run of the last session at its step. Does nothing if there is none, or it cannot
    /// be opened any more.
    void open_last();
    /// Notes where the cursor is, for the next session.
    void remember_step();
    [[nodiscard]] const Bookmarks& bookmarks() const;
    /// Those of this run, to change them.
    [[nodiscard]] Bookmarks& edit_bookmarks();
    /// Recomputes the findings: their thresholds have changed.
    void find_again();

    // -- another run beside it
    /// Closed by open(); run_again() keeps it.
    [[nodiscard]] const Comparison& comparison() const { return comparison_; }
    /// True if views show both runs: not while the learner predicts what comes.
    [[nodiscard]] bool comparing() const { return comparison_.shown() && !prediction.on(); }
    /// `at_difference`: the cursor goes to where the runs part as soon as that is known.
    void compare_with(const RunRequest& other, bool at_difference = true);
    void close_comparison();
    /// The other run becomes the session's own, at the same moment. Does nothing until it is shown.
    void swap_runs();
    /// Shows one of the two runs alone.
    void open_compared(bool other);
    /// Requires: comparison().shown().
    [[nodiscard]] EventIndex other_cursor() const {
        return comparison_.follow(cursor_, settings.axis);
    }

    // -- the cursor
    [[nodiscard]] EventIndex cursor() const { return cursor_; }
    [[nodiscard]] bool empty() const { return timeline().trace().empty(); }
    [[nodiscard]] bool at_start() const { return cursor_ == 0; }
    [[nodiscard]] bool at_end() const { return cursor_ >= last_event(timeline()); }
    /// Stops playing, moves the cursor and keeps it visible.
    void seek(EventIndex event);
    /// The same without stopping to play: for Playback.
    void move_cursor(EventIndex event);
    [[nodiscard]] Nanoseconds time() const;
    [[nodiscard]] std::uint64_t step() const { return step_number(timeline(), cursor_); }
    /// The finding that the cursor's stop completes, nullptr if none: the one to explain now.
    [[nodiscard]] const Finding* finding_at_cursor() const;

    // -- the selection
    [[nodiscard]] const Selection& selection() const { return selection_; }
    void select_task(TaskId task);
    void select_resource(ObjectId resource);
    void clear_selection() { selection_ = {}; }
    /// A task or resource of this name; false if there is none.
    bool select_name(std::string_view name);
    /// The task to show in the inspector and the source: the selected one, else the one whose step
    /// the cursor is in.
    [[nodiscard]] TaskId task_in_focus() const;

    // -- the visible range
    [[nodiscard]] const View& view() const { return view_; }
    /// The range in numbers, whatever view() says.
    [[nodiscard]] View visible() const;
    void set_view(View view);
    /// Around `center` (axis units), which stays where it is on the screen; factor < 1 shows less.
    void zoom(double factor, double center);
    void pan(double units);
    void fit();  ///< the selection's life; again, or without a selection: everything
    void next_axis();
    /// Of a large run in a later frame.
    void set_axis(AxisKind kind);
    [[nodiscard]] bool changing_axis() const { return axis_maker_.busy(); }

    // -- words
    [[nodiscard]] const std::optional<Notice>& notice() const { return notice_; }
    void say(Message message, bool error = false);
    void dismiss_notice() { notice_.reset(); }

    /// Text that the window should put on the clipboard; taken once.
    [[nodiscard]] std::string take_clipboard() { return std::exchange(clipboard_, {}); }
    void copy_run();

    // -- files
    /// A trace, or a text file with a RunSpec in it. What cannot be read leaves the run on the
    /// screen as it is, and is said.
    void open_file(const std::filesystem::path& path);
    /// Opens the first, and says so if there are more: the window shows one run.
    void open_files(const std::vector<std::filesystem::path>& paths);
    /// Both begin to write in the background and say so when it is done. False if that cannot
    /// begin: another file is being written, or the ending is unknown.
    bool save_trace(const std::filesystem::path& path);
    /// In the format that the path's ending names, as it stands at the cursor.
    bool export_run(const std::filesystem::path& path);
    /// The endings that export_run knows: ".json .pftrace ...".
    [[nodiscard]] static std::string export_endings();
    /// A name to offer: "lost-update.ctrace".
    [[nodiscard]] std::string file_name(std::string_view extension) const;

private:
    [[nodiscard]] LoadOptions load_options() const;
    void load(const RunRequest& request, std::uint64_t cursor_step);
    void forget_run();
    void expect(const RunRequest& request, std::uint64_t cursor_step);
    void stop_loading();
    void wait_for_small_run();
    void finish_loading(const Progress& progress);
    bool poll_loader();
    bool poll_writer();
    bool poll_axis();
    bool poll_comparison();
    void take(std::shared_ptr<const Indexed> indexed);
    void take_branch(const std::shared_ptr<const Indexed>& indexed);
    void know_choices(std::shared_ptr<const ChoiceLog> log);
    void settle_cursor();
    void choose_axis();
    void use_axis(AxisKind kind);
    [[nodiscard]] bool has_axis(AxisKind kind) const;
    [[nodiscard]] std::string selected_name() const;
    void reset_view();
    void remember_run();
    void keep_visible();
    bool start_writing(const std::filesystem::path& path, Writer::Write write);

    std::shared_ptr<const Indexed> indexed_;
    std::vector<std::shared_ptr<const Indexed>> retired_;
    RunRequest request_;
    const Scenario* scenario_ = nullptr;
    struct Coming {
        RunRequest request;
        std::uint64_t step = 0;
    };
    std::optional<Coming> coming_;
    Loader loader_;
    Writer writer_;
    bool loading_ = false;
    bool stopped_ = false;     ///< somebody does not want to wait for what is loading
    bool find_again_ = false;  ///< when the run is complete
    Comparison comparison_;
    bool wants_difference_ = false;  ///< to put the cursor there when it is known
    std::string load_problem_;
    std::optional<std::uint64_t> wanted_step_;  ///< until the run has grown so far
    std::string wanted_selection_;
    std::optional<Landing> landing_;  ///< until the branch has grown so far
    EventIndex cursor_ = 0;
    Selection selection_;
    View view_;
    bool axis_was_elastic_ = false;  ///< until a trace of another program was opened
    bool fresh_view_ = true;         ///< nobody has chosen what is visible yet
    std::optional<Notice> notice_;
    std::uint64_t notices_ = 0;
    std::string clipboard_;
    std::uint64_t revision_ = 0;
    mutable AtCursor now_;
    mutable Lanes lanes_;
    AxisMaker axis_maker_;
    mutable std::shared_ptr<const Axis> axis_;
    mutable std::uint64_t axis_revision_ = 0;
};

}  // namespace coroscope::gui
