// A program of the differential test: text, one operation per line, as a tree. README.md has all
// operations.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace coroscope::differential {

using Lines = std::vector<std::string>;

/// One line, and what is indented below it.
struct Node {
    std::string op;
    std::vector<std::string> args;
    std::string section;  ///< the task or generator in which it stands
    int line = 0;
    std::vector<Node> children;

    [[nodiscard]] std::string text() const;
    /// The argument, "" if there are not so many.
    [[nodiscard]] const std::string& arg(std::size_t n) const;
    [[nodiscard]] const std::string& name() const { return arg(0); }
    [[nodiscard]] int number(std::size_t n) const { return std::stoi(args.at(n)); }
};

/// The lines without indentation, each with its children.
[[nodiscard]] std::vector<Node> parse(const Lines& lines);

/// One part of a file of programs.
struct Sample {
    std::string name;
    Lines program;
    Lines log;  ///< empty if there is none
};
[[nodiscard]] std::vector<Sample> read_samples(std::istream& in);

}  // namespace coroscope::differential
