#include "runtime/text/message.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "runtime/text/strings.h"

namespace coroscope {
namespace {

// A string is read as a row of tokens: plain text, or what stands between braces.
struct Token {
    std::string_view text;   // plain: as written; placeholder: its name
    std::string_view one{};  // {name|one|many}
    std::string_view many{};
    bool is_placeholder = false;
    bool chooses = false;
};

Token placeholder(std::string_view inside) {
    Token token{.text = inside, .is_placeholder = true};
    const auto first = inside.find('|');
    if (first == std::string_view::npos) {
        return token;
    }
    const auto second = inside.find('|', first + 1);
    token.text = inside.substr(0, first);
    token.one = inside.substr(first + 1, second - first - 1);
    token.many = second == std::string_view::npos ? token.one : inside.substr(second + 1);
    token.chooses = true;
    return token;
}

// Takes the first token off `rest`. Requires: rest is not empty.
Token next_token(std::string_view& rest) {
    const auto take = [&rest](std::size_t skip, std::size_t length, std::size_t used) {
        const std::string_view taken = rest.substr(skip, length);
        rest.remove_prefix(used);
        return taken;
    };
    if (rest.starts_with("{{") || rest.starts_with("}}")) {
        return {.text = take(0, 1, 2)};
    }
    if (rest.front() == '{') {
        const auto end = rest.find('}');
        if (end == std::string_view::npos) {
            return {.text = take(0, rest.size(), rest.size())};  // a brace left open is text
        }
        return placeholder(take(1, end - 1, end + 1));
    }
    const auto end = std::min(rest.find_first_of("{}", 1), rest.size());
    return {.text = take(0, end, end)};
}

void append(Sentence& sentence, Piece piece) {
    if (piece.text.empty()) {
        return;
    }
    if (piece.role == Role::Plain && !sentence.empty() && sentence.back().role == Role::Plain) {
        sentence.back().text += piece.text;
    } else {
        sentence.push_back(std::move(piece));
    }
}

void append_plain(Sentence& sentence, std::string_view text) {
    append(sentence, {.text = std::string(text)});
}

/// The ids of what stands between the items of a list, and before the last of them.
std::pair<std::string_view, std::string_view> joints(const Argument& list) {
    switch (list.joining) {
    case Joining::And:
        // "n more" is a word, not a name: Chinese writes it without a space.
        return {"list.separator",
                list.items.back().id == "list.more" ? "list.last_more" : "list.last"};
    case Joining::Facts: return {"list.facts", "list.facts_last"};
    case Joining::Clauses: break;
    }
    return {"list.clauses", "list.clauses"};
}

class Renderer {
public:
    explicit Renderer(Language language) : language_(language) {}

    void write(const Message& message) {
        const std::string* found = detail::find_string(message.id, language_);
        if (message.id.empty()) {
            for (const Argument& argument : message.arguments) {
                write(argument);
            }
        } else if (found == nullptr) {
            append_plain(sentence_, message.id);
        } else {
            write(message, *found);
        }
    }
    [[nodiscard]] Sentence take() { return std::move(sentence_); }

private:
    void write(const Message& message, std::string_view rest) {
        while (!rest.empty()) {
            const Token token = next_token(rest);
            if (!token.is_placeholder) {
                append_plain(sentence_, token.text);
                continue;
            }
            const auto argument = std::ranges::find(message.arguments, token.text, &Argument::name);
            if (argument == message.arguments.end()) {
                append_plain(sentence_, "{" + std::string(token.text) + "}");
            } else if (token.chooses) {
                append_plain(sentence_, argument->number == 1 ? token.one : token.many);
            } else {
                write(*argument);
            }
        }
    }
    void write(const Argument& argument) {
        if (argument.items.empty()) {
            append(sentence_, argument.value);
            return;
        }
        const auto [between, last] = joints(argument);
        for (std::size_t i = 0; i < argument.items.size(); ++i) {
            if (i > 0) {
                append_plain(sentence_,
                             tr(i + 1 == argument.items.size() ? last : between, language_));
            }
            write(argument.items[i]);
        }
    }

    Language language_;
    Sentence sentence_;
};

Argument argument(std::string_view name, Role role, std::string_view text,
                  std::int64_t number = 0) {
    return {.name = std::string(name),
            .value = {.role = role, .text = std::string(text)},
            .number = number,
            .items = {}};
}

}  // namespace

Argument task_arg(std::string_view name, std::uint32_t id, std::string_view task_name) {
    Argument result = argument(name, Role::Task, task_name);
    result.value.id = id;
    return result;
}

Argument resource_arg(std::string_view name, std::uint32_t id, std::string_view resource_name) {
    Argument result = argument(name, Role::Resource, resource_name);
    result.value.id = id;
    return result;
}

Argument number_arg(std::string_view name, std::int64_t value) {
    return argument(name, Role::Quantity, std::to_string(value), value);
}

Argument duration_arg(std::string_view name, std::int64_t duration) {
    return argument(name, Role::Quantity, format_duration(duration), duration);
}

Argument line_arg(std::string_view name, std::uint32_t line) {
    // Not every compiler tells every line: 0 is one that is not known.
    Argument result = argument(name, Role::Line, line == 0 ? "?" : std::to_string(line), line);
    result.value.id = line;
    return result;
}

Argument code_arg(std::string_view name, std::string_view code) {
    return argument(name, Role::Code, code);
}

Argument text_arg(std::string_view name, std::string_view text) {
    return argument(name, Role::Plain, text);
}

Argument list_arg(std::string_view name, std::vector<Message> items, Joining joining) {
    Argument result = argument(name, Role::Plain, "", std::ssize(items));
    result.items = std::move(items);
    result.joining = joining;
    return result;
}

Argument message_arg(std::string_view name, Message message) {
    std::vector<Message> items;
    items.push_back(std::move(message));
    return list_arg(name, std::move(items));
}

Message just(Argument argument) {
    Message message;
    message.arguments.push_back(std::move(argument));
    return message;
}

Sentence render(const Message& message, Language language) {
    Renderer renderer(language);
    renderer.write(message);
    return renderer.take();
}

std::string plain(const Sentence& sentence) {
    std::string text;
    for (const Piece& piece : sentence) {
        text += piece.text;
    }
    return text;
}

std::vector<std::string_view> argument_names(std::string_view id, Language language) {
    std::vector<std::string_view> names;
    const std::string* found = detail::find_string(id, language);
    std::string_view rest = found != nullptr ? std::string_view(*found) : std::string_view();
    while (!rest.empty()) {
        const Token token = next_token(rest);
        if (token.is_placeholder && std::ranges::find(names, token.text) == names.end()) {
            names.push_back(token.text);
        }
    }
    return names;
}

}  // namespace coroscope
