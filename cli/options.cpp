// The only file that includes CLI11. CLI11 splits the arguments; their values are checked by the
// commands, so that every message has our form.
#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <new>
#include <ostream>

#include "cli/commands.h"
#include "cli/thresholds.h"
#include "runtime/formats/export.h"

namespace coroscope::cli {

namespace {

const char* const kRunHelp =
    "a scenario (races/lost-update), a RunSpec (races/lost-update?workers=3#0.1), or a trace file "
    "(.ctrace, or Chrome trace JSON)";

/// The parser and what the chosen subcommand has to do.
class Parser {
public:
    explicit Parser(Console& console) : console_(console) {
        app_.name("coroscope");
        app_.description(
            "Runs small asynchronous programs in virtual time and shows what happened.\n"
            "Without a command it opens the window.");
        app_.footer(
            "Examples:\n"
            "  coroscope list --topic deadlocks\n"
            "  coroscope run deadlocks/ab-ba\n"
            "  coroscope show deadlocks/ab-ba --at 5\n\n"
            "Exit status: 0 done, 1 found something (--fail-on, diff), 2 wrong usage, 3 a file "
            "could not "
            "be read\n"
            "or written, 4 internal error.");
        app_.require_subcommand(0, 1);
        app_.add_flag_callback("--version", [this] { show_version_ = true; }, "same as `version`");
        add_list();
        add_describe();
        add_run();
        add_show();
        add_events();
        add_findings();
        add_stats();
        add_diff();
        add_export();
        add_gui();
        add_version();
    }

    int parse_and_run(std::span<const std::string> args);

private:
    CLI::App* command(const std::string& name, const std::string& about, const std::string& example,
                      std::function<int()> action) {
        CLI::App* sub = app_.add_subcommand(name, about);
        sub->footer("Example:\n  " + example);
        sub->callback([this, action = std::move(action)] { action_ = action; });
        return sub;
    }
    static void text(CLI::App* sub, const std::string& name, std::string& value,
                     const std::string& about, const std::string& type = "TEXT") {
        sub->add_option(name, value, about)->type_name(type);
    }
    static void text(CLI::App* sub, const std::string& name, std::optional<std::string>& value,
                     const std::string& about, const std::string& type = "TEXT") {
        sub->add_option(name, value, about)->type_name(type);
    }
    static void lang(CLI::App* sub, std::string& value) {
        text(sub, "--lang", value, "language of the words", "en|zh");
    }
    static void thresholds(CLI::App* sub, std::vector<std::string>& values) {
        sub->add_option("--threshold", values,
                        "a limit of the findings; repeatable. With defaults:" + thresholds_help())
            ->type_name("NAME=VALUE")
            ->allow_extra_args(false);
    }
    static void run_argument(CLI::App* sub, RunRequest& request) {
        sub->add_option("RUN", request.run, kRunHelp)->required()->type_name("");
    }

    void add_list();
    void add_describe();
    void add_run();
    void add_show();
    void add_events();
    void add_findings();
    void add_stats();
    void add_diff();
    void add_export();
    void add_gui();
    void add_version();
    int without_command();
    [[nodiscard]] std::string usage_hint() const;
    [[nodiscard]] Failure failure(const CLI::ParseError& error) const;
    [[nodiscard]] Failure failure_of_extras() const;
    [[nodiscard]] std::vector<std::string> names() const;

    Console& console_;
    CLI::App app_;
    std::function<int()> action_;
    bool show_version_ = false;
    ListOptions list_;
    DescribeOptions describe_;
    RunOptions run_;
    ShowOptions show_;
    EventsOptions events_;
    FindingsOptions findings_;
    StatsOptions stats_;
    DiffOptions diff_;
    ExportOptions export_;
    GuiOptions gui_;
    VersionOptions version_;
    std::string ignored_;
};

void Parser::add_list() {
    auto* sub = command("list", "the catalogue of scenarios", "coroscope list --topic races --json",
                        [this] { return list(list_, console_); });
    text(sub, "--topic", list_.topic, "only the scenarios of this topic", "TOPIC");
    lang(sub, list_.lang);
    sub->add_flag("--json", list_.json, "one JSON document; durations in nanoseconds");
}

void Parser::add_describe() {
    auto* sub = command("describe", "a scenario's lesson, parameters and source",
                        "coroscope describe races/lost-update --lang zh",
                        [this] { return describe(describe_, console_); });
    sub->add_option("SCENARIO", describe_.scenario, "its id, as `coroscope list` names it")
        ->required()
        ->type_name("");
    lang(sub, describe_.lang);
    sub->add_flag("--json", describe_.json, "one JSON document");
}

void Parser::add_run() {
    auto* sub = command("run", "simulate, print the log and a summary",
                        "coroscope run races/lost-update --set workers=3 --seed 7 --policy random",
                        [this] { return run(run_, console_); });
    RunRequest& request = run_.request;
    run_argument(sub, request);
    sub->add_option("--set", request.set,
                    "a parameter of the scenario, or variant=fixed; repeatable")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    text(sub, "--seed", request.seed, "seed of everything random", "N");
    text(sub, "--policy", request.policy, "who runs next", "fifo|lifo|random|priority");
    text(sub, "--until", request.until, "end the run at this virtual time, as 250ms, 1.5s or 2m",
         "TIME");
    text(sub, "--max-steps", request.max_steps, "end the run after this many steps", "N");
    text(sub, "-o,--output", run_.output, "save the trace", "FILE.ctrace");
    thresholds(sub, run_.thresholds);
    sub->add_flag("--frames", request.frames,
                  "record coroutine frames, and tell their bytes by function");
    lang(sub, run_.lang);
    sub->add_flag("--log", run_.log_only, "print the log only");
    sub->add_flag("--quiet", run_.quiet, "print the summary only");
    sub->add_flag("--json", run_.json, "one JSON document; times in nanoseconds");
}

void Parser::add_show() {
    auto* sub = command("show", "the timeline in the terminal",
                        "coroscope show deadlocks/ab-ba --at 5 --width 120",
                        [this] { return show(show_, console_); });
    run_argument(sub, show_.request);
    text(sub, "--width", show_.width, "columns; the terminal's by default", "N");
    text(sub, "--at", show_.at, "also the state of every task and resource after this step",
         "STEP");
    text(sub, "--axis", show_.axis, "what the horizontal axis shows", "elastic|time|steps");
    lang(sub, show_.lang);
    sub->add_flag("--ascii", show_.ascii, "use ASCII characters only");
    sub->add_flag("--tree", show_.tree,
                  "instead: who awaits whom after the step of --at, or at the end");
}

void Parser::add_events() {
    auto* sub = command("events", "the events of a run, one per line",
                        "coroscope events races/lost-update --task worker-1 --from 2 --to 5",
                        [this] { return events(events_, console_); });
    run_argument(sub, events_.request);
    text(sub, "--task", events_.task, "only this task's; `loop` for the loop itself", "NAME");
    text(sub, "--kind", events_.kind, "only this kind, as task-resumed", "KIND");
    text(sub, "--from", events_.from, "begin with this step", "STEP");
    text(sub, "--to", events_.to, "end with this step", "STEP");
    lang(sub, events_.lang);
    sub->add_flag("--json", events_.json, "one JSON document; times in nanoseconds");
}

void Parser::add_findings() {
    auto* sub = command("findings", "what is worth knowing about a run, with advice",
                        "coroscope findings races/lost-update --fail-on warning",
                        [this] { return findings(findings_, console_); });
    run_argument(sub, findings_.request);
    text(sub, "--kind", findings_.kind, "only this kind, as lost-update", "KIND");
    text(sub, "--fail-on", findings_.fail_on, "exit with 1 if there is one at least this severe",
         "info|warning|error");
    thresholds(sub, findings_.thresholds);
    lang(sub, findings_.lang);
    sub->add_flag("--json", findings_.json, "one JSON document");
}

void Parser::add_stats() {
    auto* sub = command("stats", "where the time went: tasks, loop, locks, queues, critical path",
                        "coroscope stats patterns/producer-consumer",
                        [this] { return stats(stats_, console_); });
    run_argument(sub, stats_.request);
    text(sub, "--at", stats_.at, "only up to the end of this step", "STEP");
    lang(sub, stats_.lang);
    sub->add_flag("--frames", stats_.request.frames,
                  "record coroutine frames, and tell their bytes by function");
    sub->add_flag("--ascii", stats_.ascii, "draw bars with ASCII characters");
    sub->add_flag("--json", stats_.json, "one JSON document; times in nanoseconds");
}

void Parser::add_diff() {
    auto* sub = command("diff", "where two runs part, and what it changed; exits with 1 if they do",
                        "coroscope diff races/lost-update 'races/lost-update?variant=fixed'",
                        [this] { return diff(diff_, console_); });
    sub->add_option("A", diff_.left.run, kRunHelp)->required()->type_name("");
    sub->add_option("B", diff_.right.run, "the run to compare it with, given the same way")
        ->required()
        ->type_name("");
    lang(sub, diff_.lang);
    sub->add_flag("--json", diff_.json, "one JSON document; times in nanoseconds");
}

void Parser::add_export() {
    auto* sub = command("export", "the run for other tools",
                        "coroscope export races/lost-update -o lost-update.json",
                        [this] { return export_run(export_, console_); });
    run_argument(sub, export_.request);
    std::string formats = "told from FILE's ending if left out:";
    for (const ExportFormat& format : export_formats()) {
        formats += "\n" + std::string(format.name) + " (" + std::string(format.ending) +
                   "): " + std::string(format.about);
    }
    text(sub, "--format", export_.format, formats, "FORMAT");
    text(sub, "-o,--output", export_.output, "where to write it; standard output if left out",
         "FILE");
    text(sub, "--at", export_.at, "graphs and pictures: as it stood after this step", "STEP");
    text(sub, "--size", export_.size, "pictures: 1600x900, or the width alone", "WxH");
    text(sub, "--axis", export_.axis, "pictures: what the horizontal axis shows",
         "elastic|time|steps");
    text(sub, "--theme", export_.theme, "pictures: their colours", "light|dark");
    text(sub, "--table", export_.table, "csv: a row for each of these", "intervals|events");
    lang(sub, export_.lang);
}

void Parser::add_gui() {
    auto* sub = command("gui", "the window", "coroscope gui deadlocks/ab-ba",
                        [this] { return gui(gui_, console_); });
    sub->add_option("RUN", ignored_, kRunHelp)->type_name("");
    auto* screenshot =
        sub->add_option("--screenshot", ignored_, "draw one frame off-screen, save it, end")
            ->type_name("FILE.png");
    sub->add_flag("--keys", gui_.keys, "print the keys of the window and end");
    sub->parse_complete_callback([this, screenshot] { gui_.screenshot = screenshot->count() > 0; });
    text(sub, "--at", ignored_, "open at this step", "STEP");
    text(sub, "--compare", ignored_, "put another run beside it", "RUN");
    text(sub, "--size", ignored_, "of the window, as 1600x900", "WxH");
    text(sub, "--lang", ignored_, "language of the window", "en|zh");
    text(sub, "--theme", ignored_, "colours of the window", "dark|light");
    text(sub, "--axis", ignored_, "what its horizontal axis shows", "elastic|time|steps");
    text(sub, "--tab", ignored_, "what is open on the left", "library|lesson|parameters");
    text(sub, "--words", ignored_, "what is open at the bottom right", "explain|findings|log");
    text(sub, "--scale", ignored_, "size of everything in the window, 1 to 4", "N");
    text(sub, "--select", ignored_, "select the task or resource of this name", "NAME");
    text(sub, "--do", ignored_, "with --screenshot: do this command of the window first",
         "COMMAND");
    text(sub, "--dump-state", ignored_, "write the state as JSON whenever it changes", "FILE");
    sub->add_flag("--predict", gui_.predict, "begin in predict mode");
}

void Parser::add_version() {
    auto* sub = command("version", "version, commit, compiler and features",
                        "coroscope version --json", [this] { return version(version_, console_); });
    sub->add_flag("--json", version_.json, "one JSON document");
}

std::vector<std::string> Parser::names() const {
    std::vector<std::string> all;
    for (const CLI::App* sub : app_.get_subcommands({})) {
        all.push_back(sub->get_name());
    }
    return all;
}

std::string Parser::usage_hint() const {
    const auto chosen = app_.get_subcommands();
    return "see coroscope " + (chosen.empty() ? "" : chosen.front()->get_name() + " ") + "--help";
}

Failure Parser::failure_of_extras() const {
    const std::vector<std::string> extras = app_.remaining(true);
    const std::string extra = extras.empty() ? "" : extras.front();
    if (!extra.starts_with("-")) {
        return usage("unexpected argument", extra, usage_hint());
    }
    std::vector<std::string> known{"--help"};
    for (const CLI::App* sub : app_.get_subcommands()) {
        for (const CLI::Option* option : sub->get_options()) {
            for (const std::string& name : option->get_lnames()) {
                known.push_back("--" + name);
            }
        }
    }
    const std::string question = did_you_mean(nearest(extra.substr(0, extra.find('=')), known));
    return usage("unknown option", extra, (question.empty() ? "" : question + " ") + usage_hint());
}

Failure Parser::failure(const CLI::ParseError& error) const {
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        return failure_of_extras();
    }
    std::string what = error.what();
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
        return usage("missing argument", what.substr(0, what.find(' ')), usage_hint());
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        const std::string option = what.substr(0, what.find(':'));
        const bool twice = what.find("At Most") != std::string::npos;
        return usage(twice ? "given more than once" : "missing value", option, usage_hint());
    }
    return usage("wrong usage", what, usage_hint());
}

int Parser::without_command() {
    if (show_version_) {
        return version({}, console_);
    }
    if (console_.display) {
        return gui({}, console_);
    }
    console_.out
        << "Without a command, coroscope opens its window. There is no display here (DISPLAY and\n"
           "WAYLAND_DISPLAY are not set), so this is its help.\n\n"
        << app_.help();
    return kDone;
}

int Parser::parse_and_run(std::span<const std::string> args) {
    if (!args.empty() && !args.front().starts_with("-")) {
        const std::vector<std::string> known = names();
        if (std::ranges::find(known, args.front()) == known.end()) {
            const std::string question = did_you_mean(nearest(args.front(), known));
            throw usage("unknown command", args.front(),
                        question.empty() ? "see coroscope --help" : question);
        }
        gui_.arguments.assign(args.begin() + 1, args.end());
    }
    std::vector<std::string> reversed(args.rbegin(), args.rend());
    try {
        app_.parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        console_.out << app_.help();
        return kDone;
    } catch (const CLI::ParseError& error) {
        throw failure(error);
    }
    return action_ ? action_() : without_command();
}

}  // namespace

int run_command(std::span<const std::string> args, Console& console) {
    try {
        return Parser(console).parse_and_run(args);
    } catch (const Failure& failure) {
        report(console, failure.text);
        return failure.status;
    } catch (const std::bad_alloc&) {
        report(console, "out of memory: this run: give it a smaller --max-steps");
        return kInternal;
    } catch (const std::exception& error) {
        report(console, std::string("internal error: ") + error.what() +
                            ": please report it with this command line");
        return kInternal;
    }
}

int run_command(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
    Console console{.out = out, .err = err, .program = {}, .exec = {}};
    return run_command(args, console);
}

}  // namespace coroscope::cli
