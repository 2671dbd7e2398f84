// Streams: a connection as a server's program has it, and the client at its other end
// (asyncio.StreamReader, StreamWriter).
//
//     StreamClient carol("carol", 1s, 2);                  // takes one line a second
//     carol.on_line([](std::string_view line) { log("carol hears {}", line); });
//     carol.says("hello");                                 // what the client does
//     carol.hangs_up();
//
//     const std::string line = co_await carol.reader.readline();  // "" when she has hung up
//     carol.writer.write("welcome");
//     co_await carol.writer.drain();                       // waits if too much is unsent
//     carol.writer.close();                                // what is unsent still goes out
//     co_await carol.writer.wait_closed();
//
// Lines stand for bytes. write() never waits: what is not sent yet is kept. Once more than
// `high_water` lines are unsent, drain() waits until at most a quarter of that is left. The client
// is a place: each line is a job there.
// Errors: drain() raises ConnectionResetError once the connection is gone; a second readline() at
// the same time raises RuntimeError.
// Source: CPython Lib/asyncio/streams.py, transports.py (_FlowControlMixin).
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/core/coroutine.h"
#include "runtime/core/error.h"
#include "runtime/world/agenda.h"
#include "runtime/world/place.h"

namespace coroscope {

struct ConnectionResetError : Error {
    ConnectionResetError() : Error("ConnectionResetError", "Connection lost") {}
};

class StreamReader {
public:
    explicit StreamReader(const Place& from) : from_(from) {}
    StreamReader(const StreamReader&) = delete;
    StreamReader& operator=(const StreamReader&) = delete;
    ~StreamReader() = default;
    /// The next line, without its end. Empty when no more will come.
    Coroutine<std::string> readline();
    void feed_line(std::string line);
    void feed_eof();

private:
    void wake();
    const Place& from_;
    std::deque<std::string> lines_;
    bool eof_ = false;
    std::optional<Reply<>> waiter_;
};

class StreamWriter {
public:
    using OnLine = std::function<void(std::string_view)>;
    StreamWriter(Place& to, StreamReader& reader, Duration pace, int high_water);
    StreamWriter(const StreamWriter&) = delete;
    StreamWriter& operator=(const StreamWriter&) = delete;
    ~StreamWriter() = default;
    /// Dropped if the connection is closing.
    void write(std::string_view line, std::source_location where = std::source_location::current());
    Coroutine<> drain();
    /// Sends what is left, and is gone then.
    void close();
    /// Drops what is left (transport.abort()).
    void abort();
    Coroutine<> wait_closed();
    [[nodiscard]] bool is_closing() const { return closing_; }
    /// How many lines the client does not have yet.
    [[nodiscard]] std::size_t unsent() const { return unsent_.size(); }

private:
    friend class StreamClient;
    struct Line {
        std::string text;
        std::int64_t job;
    };
    void send_next();
    void sent();
    void resume_writing();
    void lose_connection();

    Place& to_;
    StreamReader& reader_;
    Duration pace_;
    std::size_t high_water_;
    OnLine on_line_;
    std::deque<Line> unsent_;
    std::vector<Reply<>> drainers_;
    bool paused_ = false;
    bool closing_ = false;
    bool lost_ = false;
    Reply<> closed_;
    Agenda agenda_;
};

/// The client, and both ends of the server's connection to it. Lives until no task uses it.
class StreamClient {
public:
    /// Takes a line in `pace`. Errors: ValueError for a negative `high_water`.
    StreamClient(std::string_view name, Duration pace, int high_water,
                 std::source_location where = std::source_location::current());
    void on_line(StreamWriter::OnLine what) { writer.on_line_ = std::move(what); }
    void says(std::string_view line) { reader.feed_line(std::string(line)); }
    void hangs_up() { reader.feed_eof(); }

private:
    Place place_;

public:
    StreamReader reader;
    StreamWriter writer;
};

}  // namespace coroscope
