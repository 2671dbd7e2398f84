// Commands: one function per subcommand, one file each. The options are plain values, so that tests
// and other callers need no command line; options.cpp makes them from arguments.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/load.h"

namespace coroscope::cli {

struct ListOptions {
    std::string topic;  ///< "" = all
    std::string lang = "en";
    bool json = false;
};
int list(const ListOptions& options, Console& console);

struct DescribeOptions {
    std::string scenario;
    std::string lang = "en";
    bool json = false;
};
int describe(const DescribeOptions& options, Console& console);

struct RunOptions {
    RunRequest request;
    std::string output;                   ///< a .ctrace file, "" = none
    std::vector<std::string> thresholds;  ///< "slow-step=50ms"
    std::string lang = "en";
    bool log_only = false;
    bool quiet = false;
    bool json = false;
};
int run(const RunOptions& options, Console& console);

struct ShowOptions {
    RunRequest request;
    std::optional<std::string> width;
    std::optional<std::string> at;
    std::string axis{};  ///< "" = elastic, and time for a trace without an event loop
    std::string lang = "en";
    bool ascii = false;
    bool tree = false;
};
int show(const ShowOptions& options, Console& console);

struct EventsOptions {
    RunRequest request;
    std::string task;
    std::string kind;
    std::optional<std::string> from;
    std::optional<std::string> to;
    std::string lang = "en";
    bool json = false;
};
int events(const EventsOptions& options, Console& console);

struct FindingsOptions {
    RunRequest request;
    std::string kind;
    std::string fail_on;                  ///< "info", "warning", "error", "" = never
    std::vector<std::string> thresholds;  ///< "slow-step=50ms"
    std::string lang = "en";
    bool json = false;
};
int findings(const FindingsOptions& options, Console& console);

struct StatsOptions {
    RunRequest request;
    std::optional<std::string> at;
    std::string lang = "en";
    bool ascii = false;
    bool json = false;
};
int stats(const StatsOptions& options, Console& console);

struct DiffOptions {
    RunRequest left;
    RunRequest right;
    std::string lang = "en";
    bool json = false;
};
int diff(const DiffOptions& options, Console& console);

struct ExportOptions {
    RunRequest request;
    std::string format;               ///< "" = told from the file's ending
    std::string output;               ///< "" = standard output
    std::optional<std::string> at;    ///< the step at which graphs and pictures stand
    std::optional<std::string> size;  ///< of pictures: "1600x900" or "1600"
    std::string axis{};               ///< as in ShowOptions
    std::string theme = "light";
    std::string table = "intervals";  ///< csv
    std::string lang = "en";
};
int export_run(const ExportOptions& options, Console& console);

struct GuiOptions {
    std::vector<std::string> arguments;  ///< passed on as they are
    bool screenshot = false;             ///< needs no display, and neither does
    bool keys = false;
    bool predict = false;  ///< only passed on, as all other options
};
int gui(const GuiOptions& options, Console& console);
/// The program coroscope-gui: beside the running one, else in PATH.
[[nodiscard]] std::optional<std::filesystem::path> find_window(const Console& console);

struct VersionOptions {
    bool json = false;
};
int version(const VersionOptions& options, Console& console);

}  // namespace coroscope::cli
