// Message: a sentence that is not yet in any language: an id and its arguments. render() makes it a
// Sentence in English or Simplified Chinese from assets/strings/{en,zh}.json.
//
//     Message("explain.sleeps", {task_arg("task", 2, "worker-1"), duration_arg("time", 500'000)})
//     en.json: "explain.sleeps": "{task} sleeps {time} and lets the others run."
//
// In a string, {name} is replaced by the argument of that name; {name|one|many} chooses by its
// number (English plurals); {{ and }} are braces. Unknown ids and missing arguments are never an
// error at run time: the id or {name} stays visible, and a test over both files keeps that from
// happening.
//
// An argument may be a message itself, or a list of messages: "A, B and C" here, "A、B 与 C" there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace coroscope {

enum class Language : std::uint8_t { English, Chinese };

/// What a piece of a sentence names; views give each role its look (badge, icon, monospace).
enum class Role : std::uint8_t { Plain, Task, Resource, Quantity, Line, Code };

struct Piece {
    Role role = Role::Plain;
    std::string text;
    std::uint32_t id = 0;  ///< Task: its TaskId; Resource: its ObjectId; Line: the line number
    friend bool operator==(const Piece&, const Piece&) = default;
};
using Sentence = std::vector<Piece>;

struct Message;

/// How the items of a list are joined. And: "A, B and C" (names); Facts: "A is late and B is late"
/// (Chinese puts commas there); Clauses: "A; B; C".
enum class Joining : std::uint8_t { And, Facts, Clauses };

struct Argument {
    std::string name;
    Piece value;
    std::int64_t number = 0;     ///< for {name|one|many}; of a list, its size
    std::vector<Message> items;  ///< shown in place of `value` if there are any
    Joining joining = Joining::And;
};
[[nodiscard]] Argument task_arg(std::string_view name, std::uint32_t id,
                                std::string_view task_name);
[[nodiscard]] Argument resource_arg(std::string_view name, std::uint32_t id,
                                    std::string_view resource_name);
[[nodiscard]] Argument number_arg(std::string_view name, std::int64_t value);
/// `duration` in nanoseconds; written by format_duration.
[[nodiscard]] Argument duration_arg(std::string_view name, std::int64_t duration);
[[nodiscard]] Argument line_arg(std::string_view name, std::uint32_t line);
/// An identifier, a value, an error text.
[[nodiscard]] Argument code_arg(std::string_view name, std::string_view code);
/// Plain words, already in the language or neutral.
[[nodiscard]] Argument text_arg(std::string_view name, std::string_view text);
[[nodiscard]] Argument message_arg(std::string_view name, Message message);
[[nodiscard]] Argument list_arg(std::string_view name, std::vector<Message> items,
                                Joining joining = Joining::And);

/// A message whose id is "" is its arguments, one after the other: the items of a list of names.
struct Message {
    std::string id;
    std::vector<Argument> arguments;
    Message() = default;
    Message(std::string_view message_id, std::vector<Argument> message_arguments = {})
        : id(message_id), arguments(std::move(message_arguments)) {}
    [[nodiscard]] bool empty() const { return id.empty(); }
};

/// A message that is just this argument, as an item of a list.
[[nodiscard]] Message just(Argument argument);

[[nodiscard]] Sentence render(const Message& message, Language language);
[[nodiscard]] std::string plain(const Sentence& sentence);
[[nodiscard]] inline std::string to_string(const Message& message, Language language) {
    return plain(render(message, language));
}
/// A string without arguments: panel titles, button labels. Falls back to English, then to the id.
[[nodiscard]] std::string_view tr(std::string_view id, Language language);
/// The argument names that the string of this id uses, in order of appearance. For tests.
[[nodiscard]] std::vector<std::string_view> argument_names(std::string_view id, Language language);
/// Every id in the language's file, sorted. For the completeness test and the font atlas.
[[nodiscard]] std::vector<std::string_view> message_ids(Language language);

/// "0 ms", "250 ms", "1.5 s", "2.0 s", "12.345 ms", "3 µs", "7 ns": ms below one second, then
/// seconds with one decimal or as many as are exact. Exact, never rounded. Negative durations get a
/// minus sign.
[[nodiscard]] std::string format_duration(std::int64_t nanoseconds);

}  // namespace coroscope
