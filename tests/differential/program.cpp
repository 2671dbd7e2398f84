#include "tests/differential/program.h"

#include <istream>
#include <sstream>
#include <string_view>

namespace coroscope::differential {

namespace {

constexpr std::string_view kSeparator = "=== program ";
constexpr std::string_view kLog = "--- log";

std::size_t depth_of(const std::string& line) { return line.find_first_not_of(' ') / 2; }

/// The node of line `at` and those below it; `at` becomes the next line that is not.
Node take_node(const Lines& lines, std::size_t& at, const std::string& section) {
    const std::size_t depth = depth_of(lines[at]);
    Node node;
    node.line = static_cast<int>(at) + 1;
    std::istringstream words(lines[at++]);
    words >> node.op;
    for (std::string word; words >> word;) {
        node.args.push_back(word);
    }
    node.section = section.empty() ? node.name() : section;
    while (at < lines.size() && depth_of(lines[at]) > depth) {
        node.children.push_back(take_node(lines, at, node.section));
    }
    return node;
}

}  // namespace

std::string Node::text() const {
    std::string all = op;
    for (const std::string& argument : args) {
        all += " " + argument;
    }
    return all;
}

const std::string& Node::arg(std::size_t n) const {
    static const std::string kNone;
    return n < args.size() ? args[n] : kNone;
}

std::vector<Node> parse(const Lines& lines) {
    std::vector<Node> tops;
    for (std::size_t at = 0; at < lines.size();) {
        tops.push_back(take_node(lines, at, ""));
    }
    return tops;
}

std::vector<Sample> read_samples(std::istream& in) {
    std::vector<Sample> samples;
    Lines* lines = nullptr;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(kSeparator)) {
            samples.push_back({.name = line.substr(kSeparator.size()), .program = {}, .log = {}});
            lines = &samples.back().program;
        } else if (line == kLog) {
            lines = &samples.back().log;
        } else if (lines != nullptr) {
            lines->push_back(line);
        }
    }
    return samples;
}

}  // namespace coroscope::differential
