// The dictionary changed while it was walked
//
// A chat server sends a message to one client after the other, and awaits each send. Meanwhile a
// new client comes into the same dictionary. Python notices at the next step of the loop, and the
// rest get nothing.
//
// Watch:  the write of `clients` between two sends, and the error behind the second one.
// Source: Python's rule that a dictionary must not change its size while it is iterated over.

#include "scenarios/races/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

using Names = std::vector<std::string>;

/// "for client in clients": as in Python it fails if the size is another than in the beginning.
class Walk {
public:
    explicit Walk(const Shared<Names>& clients) : clients_(clients), size_(clients.read().size()) {}
    std::optional<std::string> next() {
        const Names& now = clients_.read();
        if (now.size() != size_) {
            throw RuntimeError("dictionary changed size during iteration");
        }
        return next_ < now.size() ? std::optional(now[next_++]) : std::nullopt;
    }

private:
    const Shared<Names>& clients_;
    std::size_t size_;
    std::size_t next_ = 0;
};

Coroutine<> send(const std::string& client, Shared<int>& reached, Duration length) {
    co_await sleep(length);
    reached.write(reached.read() + 1);
    log("{} has the message", client);
}

Coroutine<> broadcast(const Shared<Names>& clients, Shared<int>& reached, Duration length) {
    Walk walk(clients);
    while (const auto client = walk.next()) {
        co_await send(*client, reached, length);  // clients may come and go here
    }
}

Coroutine<> broadcast_to_copy(const Shared<Names>& clients, Shared<int>& reached, Duration length) {
    const Names copy = clients.read();  // list(clients)
    for (const std::string& client : copy) {
        co_await send(client, reached, length);
    }
}

Coroutine<> newcomer(Shared<Names>& clients, Duration after) {
    co_await sleep(after);
    Names more = clients.read();
    more.emplace_back("zoe");
    clients.write(more);
    log("zoe joins");
}

Coroutine<std::string> chat(Stage& stage, bool copied) {
    const int count = stage.integer("clients");
    Names names;
    for (int i = 1; i <= count; ++i) {
        names.push_back(name("client", i));
    }
    Shared<Names> clients("clients", names);
    Shared<int> reached("reached", 0);

    auto zoe = create_task(newcomer(clients, stage.duration("joins")), "zoe");
    auto sending = copied ? broadcast_to_copy(clients, reached, stage.duration("send"))
                          : broadcast(clients, reached, stage.duration("send"));
    auto message = create_task(std::move(sending), "broadcast");
    try {
        co_await message;
    } catch (const RuntimeError& error) {
        log("RuntimeError: {}", error.message());
    }
    co_await zoe;

    stage.expect(reached.read() == count, "everybody who was there gets the message");
    co_return fmt::format("{} of {} have the message", reached.read(), count);
}

Coroutine<std::string> walk_the_dictionary(Stage& stage) { return chat(stage, false); }
Coroutine<std::string> walk_a_copy(Stage& stage) { return chat(stage, true); }

}  // namespace

const Scenario kDictChanged{
    ScenarioId("races/dict-changed"),
    Title("The dictionary changed on the way", "遍历途中字典变了"),
    Difficulty::Easy,
    Params()
        .integer("clients", 3, AtLeast(1), AtMost(200))
        .duration("send", 100ms, AtLeast<Duration>(0ms), AtMost<Duration>(1min))
        .duration("joins", 150ms, AtLeast<Duration>(0ms), AtMost<Duration>(1h)),
    Variants()
        .broken(walk_the_dictionary, Expected()
                                         .check_fails("everybody who was there gets the message")
                                         .ends_at(200ms)
                                         .result("2 of 3 have the message"))
        .fixed(walk_a_copy, Expected().ends_at(300ms).result("3 of 3 have the message")),
};

}  // namespace coroscope
