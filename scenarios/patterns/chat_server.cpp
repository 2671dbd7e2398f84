// A chat server, and a client who is slow
//
// Alice writes, Bob and Carol read. Carol's connection takes one line a second. A server that
// drains each connection before it writes to the next one waits for Carol, and Bob, whose
// connection is fast, gets his lines seconds late. With an outbox and a sender for each client
// nobody waits; whoever does not keep up is cut off.
//
// Watch:  what alice's handler waits for, and when Bob hears the lines after that.
// Source: the documentation of asyncio, streams (drain); the chat server that every course has.

#include <algorithm>
#include <deque>
#include <map>
#include <memory>

#include "runtime/world/stream.h"
#include "scenarios/patterns/topic.h"
#include "scenarios/scenario.h"

namespace coroscope {
namespace {

struct Member {
    Member(std::string_view who, Duration pace, int buffer)
        : name(who), connection(who, pace, buffer) {}
    std::string name;
    StreamClient connection;
    int heard = 0;
    Duration latest = 0ms;
    std::unique_ptr<Queue<std::string>> outbox;  // of the fixed twin
    std::optional<Task<>> sender;
};

struct Chat {
    Coroutine<> (*broadcast)(Chat& chat, Member& author, std::string text);
    std::vector<Member*> members;
    [[nodiscard]] std::vector<Member*> others(const Member& author) const {
        std::vector<Member*> found = members;
        std::erase(found, &author);
        return found;
    }
};

void remove(Chat& chat, Member& member) {
    std::erase(chat.members, &member);
    if (member.sender) {
        member.sender->cancel();
    }
}

Coroutine<> write(Member& member, std::string text) {
    member.connection.writer.write(text);
    try {
        co_await member.connection.writer.drain();
    } catch (const ConnectionResetError&) {
        log("{} is already gone", member.name);
    }
}

Coroutine<> broadcast_and_drain(Chat& chat, Member& author, std::string text) {
    for (Member* const member : chat.others(author)) {
        co_await write(*member, text);  // waits for this one, and so do all others
    }
}

Coroutine<> broadcast_to_outboxes(Chat& chat, Member& author, std::string text) {
    for (Member* const member : chat.others(author)) {
        if (!member->outbox->full()) {
            member->outbox->put_nowait(text);
        } else {
            log("{} is cut off", member->name);
            remove(chat, *member);
            member->connection.writer.abort();
        }
    }
    co_return;
}

Coroutine<> send(Member& member) {
    for (;;) {
        const std::string text = co_await member.outbox->get();
        co_await write(member, text);
    }
}

Coroutine<> handle(Chat& chat, Member& member) {
    chat.members.push_back(&member);
    for (;;) {
        const std::string line = co_await member.connection.reader.readline();
        if (line.empty()) {
            break;
        }
        co_await chat.broadcast(chat, member, line);
    }
    remove(chat, member);
    co_await chat.broadcast(chat, member, member.name + " has left");
    member.connection.writer.close();
    co_await member.connection.writer.wait_closed();
}

/// The three people, outside the server: Alice writes, and when she has left, the others leave.
struct People {
    explicit People(const Stage& stage) : lines(stage.integer("lines")) {
        const int buffer = stage.integer("buffer");
        members.emplace_back("alice", kFast, buffer);
        members.emplace_back("bob", kFast, buffer);
        members.emplace_back("carol", stage.duration("slow"), buffer);
        for (Member* const member : {&members[1], &members[2]}) {
            member->connection.on_line([=, this](std::string_view text) { hear(*member, text); });
        }
        const Duration pause = stage.duration("pause");
        for (int i = 1; i <= lines; ++i) {
            agenda.after(i * pause, [this, i] {
                said[fmt::format("line {}", i)] = now();
                members[0].connection.says(fmt::format("line {}", i));
            });
        }
        agenda.after((lines + 1) * pause, [this] { members[0].connection.hangs_up(); });
    }
    void hear(Member& member, std::string_view text) {
        log("{} hears: {}", member.name, text);
        const auto line = said.find(text);
        if (line != said.end()) {
            ++member.heard;
            member.latest = std::max(member.latest, now() - line->second);
        } else if (text == "alice has left") {
            member.connection.hangs_up();
        }
    }
    static constexpr Duration kFast = 10ms;
    int lines;
    std::deque<Member> members;
    std::map<std::string, Duration, std::less<>> said;
    Agenda agenda;
};

Coroutine<std::string> serve(const Stage& stage, Chat& chat, People& people) {
    std::vector<Task<>> handlers;
    for (Member& member : people.members) {
        handlers.push_back(create_task(handle(chat, member), "handler of " + member.name));
    }
    co_await gather(handlers);
    const Member& bob = people.members[1];
    const bool heard_all = bob.heard == people.lines && bob.latest < 1s;
    stage.expect(heard_all, "Bob hears every line within 1 s");
    co_return fmt::format("Bob heard {} of {} lines, up to {} ms late; Carol heard {}", bob.heard,
                          people.lines, bob.latest / 1ms, people.members[2].heard);
}

Coroutine<std::string> drains_each(Stage& stage) {
    Chat chat{broadcast_and_drain, {}};
    People people(stage);
    co_return co_await serve(stage, chat, people);
}

Coroutine<std::string> with_outboxes(Stage& stage) {
    Chat chat{broadcast_to_outboxes, {}};
    People people(stage);
    std::vector<Task<>> senders;
    for (Member& member : people.members) {
        const std::string outbox = "outbox of " + member.name;
        member.outbox.reset(new Queue<std::string>(outbox, stage.integer("room")));
        member.sender = create_task(send(member), "sender to " + member.name);
        senders.push_back(*member.sender);
    }
    const std::string result = co_await serve(stage, chat, people);
    co_await gather(return_exceptions, senders);
    co_return result;
}

}  // namespace

const Scenario kChatServer{
    ScenarioId("patterns/chat-server"),
    Title("A chat server, and a client who is slow", "聊天服务器与一个慢客户"),
    Difficulty::Hard,
    Params()
        .integer("lines", 8, AtLeast(1), AtMost(200))
        .duration("pause", 100ms, AtLeast<Duration>(1ms), AtMost<Duration>(10s))
        .duration("slow", 1s, AtLeast<Duration>(1ms), AtMost<Duration>(1min))
        .integer("buffer", 2, AtLeast(0), AtMost(1000))
        .integer("room", 3, AtLeast(1), AtMost(1000)),
    Variants()
        .broken(drains_each,
                Expected()
                    .check_fails("Bob hears every line within 1 s")
                    .ends_at(10'100ms)
                    .result("Bob heard 8 of 8 lines, up to 5410 ms late; Carol heard 8"))
        .fixed(with_outboxes, Expected().ends_at(910ms).result(
                                  "Bob heard 8 of 8 lines, up to 10 ms late; Carol heard 0")),
};

}  // namespace coroscope
