// Exchange: one request on one connection, as the client sees it. Not for scenarios: they have
// Response (http_client.h).
#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <source_location>
#include <string_view>

#include "runtime/world/http_connector.h"

namespace coroscope {

class Exchange final : public HttpPeer, public std::enable_shared_from_this<Exchange> {
public:
    Exchange(std::shared_ptr<ConnectionPool> pool, ConnectionRef connection, TaskId task,
             std::optional<Duration> sock_read);

    /// The running task sends the request.
    void begin(std::string_view method, std::string_view path, std::source_location where);
    /// Done when there is news: the head, a piece, an error.
    [[nodiscard]] Reply<> news();
    /// True if the head is there. Errors: what has gone wrong instead.
    [[nodiscard]] bool has_head() const;
    /// True if all of the body is there. Errors: the same.
    [[nodiscard]] bool complete() const;
    /// Gives the connection back if the body is read, else closes it. Harmless after that.
    void leave();
    /// The session is closed: whoever waits gets an error.
    void cut_off();

    [[nodiscard]] const HttpHead& head() const { return *head_; }

    // HttpPeer
    [[nodiscard]] TaskId task() const override { return task_; }
    [[nodiscard]] bool gone() const override { return left_ || error_ != nullptr; }
    void on_head(const HttpHead& head, bool complete) override;
    void on_piece(bool last) override;
    void on_lost() override;

private:
    void heard();
    void watch_silence();
    void fail(std::exception_ptr error);

    std::shared_ptr<ConnectionPool> pool_;
    ConnectionRef connection_;
    TaskId task_;
    std::optional<Duration> sock_read_;
    Agenda::Entry silence_ = Agenda::kNone;
    std::optional<Reply<>> waiting_;
    std::optional<HttpHead> head_;
    std::exception_ptr error_;
    bool complete_ = false;
    bool left_ = false;
};

}  // namespace coroscope
