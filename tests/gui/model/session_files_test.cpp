// Files are written and read in the background.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "gui/model/activity.h"
#include "gui/model/command.h"
#include "runtime/formats/export.h"
#include "runtime/formats/open_trace.h"
#include "runtime/trace/ctrace.h"
#include "scenarios/simulate.h"
#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"
#include "tests/support/paths.h"

using namespace coroscope;
using namespace coroscope::gui;
using namespace coroscope::gui::test;

namespace {

std::filesystem::path fresh_folder() {
    const auto folder = coroscope::test::build_dir() / "gui-tests" / "files";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return folder;
}

std::size_t files_in(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("what is written is the run that was shown when it began") {
    const auto folder = fresh_folder();
    Session session;
    open_run(session, "races/lost-update?workers=3");
    const EventIndex size = session.timeline().trace().size();
    REQUIRE(session.save_trace(folder / "first.ctrace"));
    open_run(session, "basics/hello-gather");
    finish_work(session);
    CHECK(notice_of(session) == "first.ctrace is saved");
    const CtraceResult read = read_ctrace(folder / "first.ctrace");
    REQUIRE(read.trace);
    CHECK(read.trace->size() == size);
}

TEST_CASE("every format is written in the background") {
    const auto folder = fresh_folder();
    Session session;
    open_run(session, "races/lost-update");
    for (const char* name : {"run.json", "run.pftrace", "run.csv", "run.sqlite", "run.svg"}) {
        REQUIRE(session.export_run(folder / name));
        finish_work(session);
        CHECK(notice_of(session) == std::string(name) + " is saved");
        CHECK(std::filesystem::file_size(folder / name) > 0);
    }
}

TEST_CASE("a file that is given up leaves nothing behind, and what was there before") {
    const auto folder = fresh_folder();
    std::ofstream(folder / "run.csv") << "before";
    RunSpec spec;
    spec.scenario = "races/lost-update";
    const Timeline timeline(simulate(spec));
    Work work;
    work.cancel();
    for (const ExportFormat& format : export_formats()) {
        CAPTURE(format.name);
        ExportSettings settings;
        settings.work = &work;
        const bool may_grow = format.name == "chrome" || format.name == "perfetto" ||
                              format.name == "csv" || format.name == "sqlite";
        if (may_grow) {
            CHECK_THROWS_AS((void)format.encode(timeline, settings), WorkCancelled);
        } else {
            (void)format.encode(timeline, settings);
        }
    }
    CHECK_THROWS_AS((void)write_file(folder / "run.csv", "after", &work), WorkCancelled);
    CHECK_THROWS_AS((void)write_ctrace(folder / "run.ctrace", timeline.trace(), &work),
                    WorkCancelled);
    std::string before;
    CHECK(std::getline(std::ifstream(folder / "run.csv"), before));
    CHECK(before == "before");
    CHECK(files_in(folder) == 1);
}

TEST_CASE("a file that cannot be read leaves the run on the screen") {
    const auto folder = fresh_folder();
    std::ofstream(folder / "broken.ctrace") << "this is no trace";
    Session session;
    open_run(session, "races/lost-update", 2);
    for (const char* name : {"broken.ctrace", "missing.ctrace"}) {
        open_run(session, (folder / name).string());
        REQUIRE(session.notice());
        CHECK(session.notice()->error);
        CHECK(session.step() == 2);
        CHECK(session.run_name() == "races/lost-update");
    }
}

TEST_CASE("reading can be given up: the run before stays") {
    const auto folder = fresh_folder();
    RunSpec spec;
    spec.scenario = "races/lost-update";
    REQUIRE(write_ctrace(folder / "run.ctrace", simulate(spec)).empty());
    std::string bytes;
    Work work;
    work.cancel();
    CHECK_THROWS_AS((void)open_trace(folder / "run.ctrace", &work), WorkCancelled);
    CHECK_THROWS_AS((void)read_file(
                        folder / "run.ctrace", bytes, [](std::string_view) { return true; }, &work),
                    WorkCancelled);
    Work watched;
    REQUIRE(open_trace(folder / "run.ctrace", &watched).trace);
    CHECK(watched.amount().total == std::filesystem::file_size(folder / "run.ctrace"));
}
