// The part of the session that reads and writes files.

#include <algorithm>

#include "gui/model/session.h"
#include "runtime/formats/export.h"
#include "runtime/trace/ctrace.h"

namespace coroscope::gui {

bool Session::poll_writer() {
    const std::optional<Written> written = writer_.take();
    if (!written) {
        return false;
    }
    const std::string file = written->path.filename().string();
    if (written->cancelled) {
        say(Message("ui.notice.not_written", {code_arg("file", file)}));
    } else if (!written->problem.empty()) {
        say(Message("ui.notice.not_saved", {text_arg("problem", written->problem)}), true);
    } else {
        say(Message("ui.notice.saved", {code_arg("file", file)}));
    }
    return true;
}

bool Session::start_writing(const std::filesystem::path& path, Writer::Write write) {
    if (writer_.start(path, std::move(write))) {
        return true;
    }
    say(Message("ui.notice.still_writing", {code_arg("file", writer_.path().filename().string())}),
        true);
    return false;
}

bool Session::save_trace(const std::filesystem::path& path) {
    return start_writing(path, [path, run = indexed_](Work& work) {
        return write_ctrace(path, run->timeline.trace(), &work);
    });
}

bool Session::export_run(const std::filesystem::path& path) {
    const auto formats = export_formats();
    const std::string ending = path.extension().string();
    const auto format = std::ranges::find(formats, ending, &ExportFormat::ending);
    if (format == formats.end()) {
        say(Message("ui.notice.export_ending", {text_arg("endings", export_endings())}), true);
        return false;
    }
    const ExportSettings wanted{.cursor = cursor(),
                                .language = settings.language,
                                .axis = settings.axis,
                                .theme = settings.dark ? ExportTheme::Dark : ExportTheme::Light};
    return start_writing(path, [path, run = indexed_, encode = format->encode, wanted](Work& work) {
        ExportSettings watched = wanted;
        watched.work = &work;
        const Exported exported = encode(run->timeline, watched);
        work.advance(0);  // not every format looks whether it was cancelled
        return exported.problem.empty() ? write_file(path, exported.bytes, &work)
                                        : exported.problem;
    });
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
