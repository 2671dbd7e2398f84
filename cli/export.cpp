#include <algorithm>
#include <filesystem>
#include <ostream>

#include "cli/commands.h"
#include "cli/values.h"
#include "runtime/formats/export.h"
#include "runtime/trace/ctrace.h"

namespace coroscope::cli {

namespace {

std::string names_of_formats() {
    std::string names;
    for (const ExportFormat& format : export_formats()) {
        names += (names.empty() ? "" : ", ") + std::string(format.name);
    }
    return names;
}

const ExportFormat& named(const std::string& name) {
    if (const ExportFormat* format = export_format(name)) {
        return *format;
    }
    std::vector<std::string> known;
    for (const ExportFormat& format : export_formats()) {
        known.emplace_back(format.name);
    }
    const std::string question = did_you_mean(nearest(name, known));
    throw usage("unknown format", "--format " + name,
                question.empty() ? "the formats are " + names_of_formats() : question);
}

const ExportFormat& told_from(const std::string& file) {
    if (file.empty()) {
        throw usage("no format", "export", "give --format chrome, or -o FILE.json");
    }
    const std::string ending = std::filesystem::path(file).extension().string();
    for (const ExportFormat& format : export_formats()) {
        if (format.ending == ending) {
            return format;
        }
    }
    if (ending == ".ctrace") {
        throw usage("this is no export", file, "to save the run itself: coroscope run RUN -o FILE");
    }
    throw usage("cannot tell the format", file, "give --format with one of " + names_of_formats());
}

/// "1600x900" or "1600": 0 is as high as needed.
void set_size(const std::string& text, ExportSettings& settings) {
    const std::size_t cross = text.find('x');
    const std::uint64_t width = number_option("--size", text.substr(0, cross));
    const std::uint64_t height =
        cross == std::string::npos ? 0 : number_option("--size", text.substr(cross + 1));
    if (width < 320 || width > 20'000 || (height != 0 && height < 200) || height > 20'000) {
        throw usage("out of range", "--size " + text,
                    "give WIDTHxHEIGHT in pixels, 320x200 to 20000x20000, or the width alone");
    }
    settings.width_px = static_cast<int>(width);
    settings.height_px = static_cast<int>(height);
}

ExportSettings settings_of(const ExportOptions& options) {
    ExportSettings settings;
    settings.language = language_option("--lang", options.lang);
    settings.theme =
        static_cast<ExportTheme>(name_option("--theme", options.theme, {"light", "dark"}));
    settings.table =
        static_cast<ExportTable>(name_option("--table", options.table, {"intervals", "events"}));
    if (options.size) {
        set_size(*options.size, settings);
    }
    return settings;
}

}  // namespace

int export_run(const ExportOptions& options, Console& console) {
    const ExportFormat& format =
        options.format.empty() ? told_from(options.output) : named(options.format);
    ExportSettings settings = settings_of(options);
    if (format.is_binary && options.output.empty() && console.terminal) {
        throw usage("not for a terminal", format.name,
                    "give -o FILE" + std::string(format.ending) + ", or send it through a pipe");
    }
    const Timeline timeline = load(options.request, console);
    settings.axis = axis_option(options.axis, timeline);
    if (options.at) {
        settings.cursor = cursor_at_step(timeline, "--at", *options.at);
    }
    const Exported exported = format.encode(timeline, settings);
    if (!exported.problem.empty()) {
        throw Failure{kFile,
                      "cannot export as " + std::string(format.name) + ": " + exported.problem};
    }
    if (!exported.remark.empty()) {
        report(console, exported.remark);
    }
    const std::string& bytes = exported.bytes;
    if (options.output.empty()) {
        console.out << bytes;
        return kDone;
    }
    const std::string problem = write_file(options.output, bytes);
    if (!problem.empty()) {
        throw unreadable("cannot write the export", options.output, problem,
                         "give a path in a folder that you may write to");
    }
    return kDone;
}

}  // namespace coroscope::cli
