#include "runtime/formats/sqlite.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "tests/support/open_database.h"
#include "tests/support/paths.h"
#include "tests/support/random_trace.h"
#include "tests/support/sample_runs.h"
#include "tests/support/story.h"

using namespace coroscope;
using test::OpenDatabase;
using Rows = OpenDatabase::Rows;

namespace {

std::string document() {
    std::ifstream file(test::source_dir() / "docs/sqlite-export.md");
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The blocks of SQL in the document, in order.
std::vector<std::string> documented_queries() {
    const std::string text = document();
    std::vector<std::string> queries;
    for (std::size_t at = text.find("```sql"); at != std::string::npos;
         at = text.find("```sql", at + 1)) {
        queries.push_back(text.substr(at + 6, text.find("```", at + 6) - at - 6));
    }
    return queries;
}

OpenDatabase open(const Timeline& timeline) {
    return OpenDatabase(encode_sqlite(timeline, Language::English));
}

}  // namespace

TEST_CASE("sqlite: tasks, intervals, steps and wake-ups are those of the timeline") {
    const Timeline timeline(test::story());
    const OpenDatabase database = open(timeline);
    CHECK(database.ask("select runspec, outcome, end_ns, steps from run") ==
          Rows{{"locks/two?seed=3#0.1", "hang", "130000000", "4"}});
    CHECK(database.ask("select id, name, parent_id, final_state from task") ==
          Rows{{"1", "alice", "null", "failed"}, {"2", "bob", "1", "waiting"}});
    CHECK(database.ask("select state, duration_ns, line from interval where task_id = 1") ==
          Rows{{"created", "0", "1"},
               {"running", "0", "null"},
               {"sleeping", "100000000", "5"},
               {"ready", "0", "5"},
               {"running", "30000000", "null"},
               {"failed", "0", "null"}});
    CHECK(database.ask("select reason, resource.name from interval join resource on resource.id = "
                       "resource_id where state = 'waiting'") == Rows{{"lock", "ink"}});
    CHECK(database.one("select count(*) from step") == "4");
    CHECK(database.one("select count(*) from wakeup") == std::to_string(timeline.wakeups().size()));
    CHECK(database.ask("select value from counter where name = 'queue jobs'") ==
          Rows{{"0"}, {"1"}});
    CHECK(database.one("select text from log").starts_with("tab\t quote\" back\\slash"));
    CHECK(database.ask("select worker, name, end_ns - start_ns, submitter_id, error from job") ==
          Rows{{"0", "count", "60000000", "1", "null"}});
}

TEST_CASE("sqlite: the views say where time went and who woke whom") {
    const OpenDatabase database = open(Timeline(test::story()));
    CHECK(database.ask("select task, running_ns, sleeping_ns, waiting_ns from task_time") ==
          Rows{{"alice", "30000000", "100000000", "0"}, {"bob", "0", "0", "130000000"}});
    CHECK(database.ask("select task, reason, waits_for, times, total_ns from waiting") ==
          Rows{{"alice", "sleep", "null", "1", "100000000"},
               {"bob", "future", "null", "1", "0"},
               {"bob", "lock", "ink", "1", "130000000"}});
    CHECK(database.ask("select waker, woken, reason, through, times from who_woke_whom where waker "
                       "<> 'the loop'") == Rows{{"alice", "bob", "created", "null", "1"},
                                                {"alice", "bob", "lock-released", "ink", "1"}});
}

TEST_CASE("sqlite: findings are in the language that is asked for, with their tasks") {
    const Timeline timeline = test::deadlock_run();
    const OpenDatabase english = open(timeline);
    CHECK(english.one("select kind from finding") == "deadlock");
    CHECK(english.one("select count(*) from finding_task") == "2");
    const OpenDatabase chinese(encode_sqlite(timeline, Language::Chinese));
    CHECK(chinese.one("select statement from finding") !=
          english.one("select statement from finding"));
}

TEST_CASE("sqlite: every query of the document is answered, and rightly") {
    const std::vector<std::string> queries = documented_queries();
    REQUIRE(queries.size() == 5);
    const OpenDatabase queue = open(test::queue_run(3));
    for (const std::string& query : queries) {
        CAPTURE(query);
        CHECK(!queue.ask(query).empty());
    }
    const OpenDatabase story = open(Timeline(test::story()));
    CHECK(story.ask(queries[0]) == Rows{{"bob", "130.0"}, {"alice", "0.0"}});
    CHECK(story.ask(queries[1]) == Rows{{"ink", "lock", "1", "130.0", "130.0"}});
    CHECK(story.ask(queries[2]).at(0) == std::vector<std::string>{"alice", "bob", "2"});
    CHECK(story.ask(queries[3]) == Rows{{"ink", "0.0", "1"}});
    CHECK(story.ask(queries[4]) == Rows{{"3", "alice", "30.0", "test.cpp", "5"}});
}

TEST_CASE("sqlite: the document names every table, view and column") {
    const std::string text = document();
    const OpenDatabase database = open(Timeline(test::story()));
    for (const auto& table : database.ask("select name from sqlite_master where type <> 'index'")) {
        CHECK(text.find("| `" + table[0] + "` |") != std::string::npos);
        for (const auto& column :
             database.ask("select name from pragma_table_xinfo('" + table[0] + "')")) {
            CAPTURE(column[0]);
            CHECK(text.find("`" + column[0] + "`") != std::string::npos);
        }
    }
}

TEST_CASE("sqlite: the same run gives the same bytes") {
    const Timeline timeline(test::story());
    CHECK(encode_sqlite(timeline, Language::English) == encode_sqlite(timeline, Language::English));
}

TEST_CASE("sqlite: nonsense and nothing are databases whose references hold") {
    CHECK(open(Timeline()).one("select count(*) from task") == "0");
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        const OpenDatabase database =
            open(Timeline(random_trace({.seed = seed, .events = 800, .nonsense = true})));
        CHECK(database.ask("pragma foreign_key_check").empty());
        CHECK(database.ask("select * from run").size() == 1);
    }
}
