// docs/coverage.md says which scenario stands for which program of the five articles, and it is
// complete: every row has a scenario or says what is to come, every source that a lesson names is
// in it, and so is every program of the articles, where these are at hand.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "scenarios/catalogue.h"
#include "tests/support/paths.h"

namespace coroscope {
namespace {

constexpr std::string_view kArticles = "ABCDE";

struct CoverageRow {
    char article = ' ';
    std::string what;
    std::string programs;
    std::vector<std::string> scenarios;
    std::vector<std::string> to_come;
};

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<CoverageRow> coverage() {
    std::vector<CoverageRow> rows;
    std::istringstream page(read(test::source_dir() / "docs/coverage.md"));
    char article = ' ';
    const std::regex heading("## ([A-E]): .*");
    const std::regex row(R"(\| (.+) \| (.+) \| (.+) \|)");
    const std::regex id("(to come: )?([a-z-]+/[a-z0-9-]+)");
    std::smatch found;
    for (std::string line; std::getline(page, line);) {
        if (std::regex_match(line, found, heading)) {
            article = found[1].str().front();
        } else if (std::regex_match(line, found, row) && found[1] != "what it shows") {
            CoverageRow one{article, found[1], found[2], {}, {}};
            const std::string cell = found[3];
            for (auto it = std::sregex_iterator(cell.begin(), cell.end(), id);
                 it != std::sregex_iterator(); ++it) {
                ((*it)[1].matched ? one.to_come : one.scenarios).push_back((*it)[2]);
            }
            rows.push_back(std::move(one));
        }
    }
    return rows;
}

/// The articles that the lesson of a scenario names as its source.
std::string sources(const Scenario& scenario) {
    const std::string text(lesson(scenario, Language::English).value_or(""));
    const std::size_t begin = text.find("\n## Source\n");
    const std::string section =
        begin == std::string::npos ? "" : text.substr(begin, text.find("\n## In Python") - begin);
    std::string letters;
    const std::regex naming("[Aa]rticles? ([A-E](?:(?:, | and |, and )[A-E])*)\\b");
    for (auto it = std::sregex_iterator(section.begin(), section.end(), naming);
         it != std::sregex_iterator(); ++it) {
        for (const char c : (*it)[1].str()) {
            if (kArticles.find(c) != std::string_view::npos && letters.find(c) == letters.npos) {
                letters += c;
            }
        }
    }
    std::ranges::sort(letters);
    return letters;
}

TEST_CASE("each row of the coverage table names scenarios that exist, or says what is to come") {
    const auto rows = coverage();
    CHECK(rows.size() > 60);
    for (const CoverageRow& row : rows) {
        CAPTURE(row.article);
        CAPTURE(row.what);
        CHECK(row.scenarios.size() + row.to_come.size() > 0);
        for (const std::string& id : row.scenarios) {
            CAPTURE(id);
            CHECK(find_scenario(id) != nullptr);
        }
        for (const std::string& id : row.to_come) {
            CAPTURE(id);
            CHECK(find_scenario(id) == nullptr);  // it has come: take the words away
        }
    }
}

TEST_CASE("the sources that lessons name are those of the coverage table") {
    std::map<std::string, std::string> in_table;
    for (const CoverageRow& row : coverage()) {
        for (const std::string& id : row.scenarios) {
            std::string& letters = in_table[id];
            if (letters.find(row.article) == std::string::npos) {
                letters += row.article;
            }
        }
    }
    std::size_t with_article = 0;
    for (const Scenario* const scenario : catalogue()) {
        const std::string id(info(*scenario).id);
        CAPTURE(id);
        CHECK(sources(*scenario) == in_table[id]);
        with_article += in_table[id].empty() ? 0U : 1U;
    }
    CHECK(with_article > 5);
}

TEST_CASE("every program of the articles is in the coverage table") {
    const auto folder = test::source_dir() / "../shared/articles";
    if (!std::filesystem::exists(folder)) {
        MESSAGE("skipped: the articles are not at hand");
        return;
    }
    const std::regex definition("^(?:async ?def|def|class) ?([A-Za-z_]+).*");
    for (const char article : kArticles) {
        std::string programs;
        for (const CoverageRow& row : coverage()) {
            programs += row.article == article ? row.programs : "";
        }
        std::istringstream text(read(folder / (std::string(1, article) + ".txt")));
        std::smatch found;
        std::size_t count = 0;
        for (std::string line; std::getline(text, line);) {
            if (std::regex_match(line, found, definition) && found[1] != "main" &&
                found[1] != "__init__") {
                CAPTURE(article);
                CAPTURE(found[1].str());
                CHECK(programs.find("`" + found[1].str() + "`") != std::string::npos);
                ++count;
            }
        }
        CHECK(count > 10);
    }
}

}  // namespace
}  // namespace coroscope
