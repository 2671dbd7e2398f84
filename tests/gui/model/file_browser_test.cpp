// The file dialog's folder, and files that are opened, dropped and damaged.

#include "gui/model/file_browser.h"

#include <doctest/doctest.h>

#include <fstream>

#include "runtime/trace/ctrace.h"
#include "tests/gui/support/headless_window.h"
#include "tests/gui/support/patience.h"
#include "tests/support/paths.h"

using namespace coroscope;
using namespace coroscope::gui;
using coroscope::gui::test::finish_work;
using coroscope::gui::test::open_run;

namespace {

namespace fs = std::filesystem;

fs::path fresh(const std::string& name) {
    const fs::path folder = coroscope::test::build_dir() / "gui-tests" / ("browser-" + name);
    fs::remove_all(folder);
    fs::create_directories(folder / "sub");
    return fs::canonical(folder);
}

void put(const fs::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("folders stand first, hidden files only if asked for, and sizes sort") {
    const fs::path folder = fresh("list");
    put(folder / "a.ctrace", "1");
    put(folder / "b.ctrace", "333");
    put(folder / ".c.ctrace", "22");
    put(folder / "d.png", "4444");
    FileBrowser browser;
    browser.visit(folder, {".ctrace"});
    REQUIRE(browser.entries().size() == 3);
    CHECK(browser.entries()[0].folder);
    CHECK(browser.entries()[1].name == "a.ctrace");
    browser.show_hidden(true);
    CHECK(browser.entries().size() == 4);
    browser.sort(FileBrowser::Sorting::Size);
    CHECK(browser.entries()[1].name == "b.ctrace");
    CHECK(browser.entries()[2].name == ".c.ctrace");
}

TEST_CASE("a typed path leads into its folders and narrows what is listed") {
    const fs::path folder = fresh("typed");
    put(folder / "sub" / "trace-1.ctrace", "1");
    put(folder / "sub" / "other.ctrace", "1");
    FileBrowser browser;
    browser.visit(folder, {".ctrace"});
    browser.name = "sub/tr";
    browser.typed();
    CHECK(browser.folder() == folder / "sub");
    REQUIRE(browser.entries().size() == 1);
    browser.move(1);
    CHECK(browser.name == "trace-1.ctrace");
    browser.name = "../";
    browser.typed();
    CHECK(browser.folder() == folder);
    browser.name = "no/such/folder";
    browser.typed();
    CHECK(browser.folder() == folder);
    browser.name = "new";
    CHECK(browser.chosen() == folder / "new.ctrace");
}

TEST_CASE("what cannot be read leaves the run on the screen as it is") {
    const fs::path folder = fresh("keep");
    put(folder / "damaged.ctrace", "no trace at all");
    put(folder / "damaged.json", "{ \"traceEvents\": 5 ");
    Session session;
    open_run(session, "races/lost-update", 3);
    session.select_name("worker-1");
    const Selection selection = session.selection();
    for (const char* name : {"damaged.ctrace", "damaged.json", "missing.ctrace", "sub"}) {
        CAPTURE(name);
        session.dismiss_notice();
        session.open_file(folder / name);
        finish_work(session);
        CHECK(session.run_name() == "races/lost-update");
        CHECK(session.step() == 3);
        CHECK(session.selection() == selection);
        REQUIRE(session.notice());
        CHECK(session.notice()->error);
    }
    CHECK(session.remembered.files.empty());
}

TEST_CASE("a trace, a text file with a run in it, and the first of several files open") {
    const fs::path folder = fresh("open");
    Session session;
    open_run(session, "races/lost-update");
    REQUIRE(write_ctrace(folder / "a.ctrace", session.timeline().trace()).empty());
    put(folder / "run.txt", "\n  races/lost-update?workers=3 \r\nmore\n");
    session.open_file(folder / "run.txt");
    finish_work(session);
    CHECK(session.run_name() == "races/lost-update?workers=3");
    session.open_files({folder / "a.ctrace", folder / "run.txt"});
    finish_work(session);
    CHECK(session.run_name() == "a.ctrace");
    REQUIRE(session.notice());
    CHECK(session.notice()->message.id == "ui.notice.one_file");
    REQUIRE_FALSE(session.remembered.files.empty());
    CHECK(session.remembered.files.front() == (folder / "a.ctrace").string());
}
