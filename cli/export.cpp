#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>

#include "cli/commands.h"
#include "runtime/analysis/finding.h"
#include "runtime/formats/chrome.h"
#include "runtime/trace/ctrace.h"

namespace coroscope::cli {

namespace {

/// A format of `export`. `encode` is null for one that this version does not write.
struct Format {
    std::string_view name;
    std::string_view ending;
    std::string (*encode)(const Timeline&);
};

std::string chrome(const Timeline& timeline) {
    std::vector<ChromeMark> marks;
    for (const Finding& finding : find_all(timeline)) {
        marks.push_back({finding.at, std::string(finding.kind),
                         to_string(finding.statement, Language::English)});
    }
    return encode_chrome(timeline, marks);
}

constexpr std::array<Format, 10> kFormats{{{"chrome", ".json", chrome},
                                           {"perfetto", ".pftrace", nullptr},
                                           {"csv", ".csv", nullptr},
                                           {"sqlite", ".sqlite", nullptr},
                                           {"svg", ".svg", nullptr},
                                           {"png", ".png", nullptr},
                                           {"pdf", ".pdf", nullptr},
                                           {"html", ".html", nullptr},
                                           {"dot", ".dot", nullptr},
                                           {"mermaid", ".mmd", nullptr}}};

const Format& named(const std::string& name) {
    std::vector<std::string> known;
    for (const Format& format : kFormats) {
        if (format.name == name) {
            return format;
        }
        known.emplace_back(format.name);
    }
    const std::string question = did_you_mean(nearest(name, known));
    throw usage("unknown format", "--format " + name, question.empty() ? "give chrome" : question);
}

const Format& told_from(const std::string& file) {
    if (file.empty()) {
        throw usage("no format", "export", "give --format chrome, or -o FILE.json");
    }
    const std::string ending = std::filesystem::path(file).extension().string();
    for (const Format& format : kFormats) {
        if (format.ending == ending) {
            return format;
        }
    }
    throw usage("cannot tell the format", file, "give --format chrome");
}

}  // namespace

int export_run(const ExportOptions& options, Console& console) {
    const Format& format =
        options.format.empty() ? told_from(options.output) : named(options.format);
    if (format.encode == nullptr) {
        throw usage("this version does not write the format", format.name, "use chrome");
    }
    const Timeline timeline = load(options.request, console);
    const std::string bytes = format.encode(timeline);
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
