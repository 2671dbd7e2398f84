#include "runtime/world/http_exchange.h"

#include <utility>

#include "runtime/world/http_errors.h"

namespace coroscope {

Exchange::Exchange(std::shared_ptr<ConnectionPool> pool, ConnectionRef connection, TaskId task,
                   std::optional<Duration> sock_read)
    : pool_(std::move(pool)),
      connection_(std::move(connection)),
      task_(task),
      sock_read_(sock_read) {}

void Exchange::begin(std::string_view method, std::string_view path, std::source_location where) {
    const std::shared_ptr<HttpService> service = connection_->service.lock();
    if (service == nullptr) {
        throw ServerDisconnectedError();
    }
    pool_->enter(weak_from_this());
    watch_silence();
    const Duration closes = connection_->closed_by_server();
    if (!connection_->reused || closes == Duration::max() || now() + service->hop() <= closes) {
        service->send(shared_from_this(), method, path, where);
        return;
    }
    // The server has closed it, and the client does not know yet: the news is on its way.
    pool_->agenda().at(closes + service->hop(), [weak = weak_from_this()] {
        if (const auto exchange = weak.lock(); exchange != nullptr && !exchange->gone()) {
            exchange->on_lost();
        }
    });
}

Reply<> Exchange::news() {
    const std::shared_ptr<HttpService> service = connection_->service.lock();
    if (service == nullptr) {
        throw ServerDisconnectedError();
    }
    waiting_ = Reply<>(service->place());
    return *waiting_;
}

bool Exchange::has_head() const {
    if (error_ != nullptr) {
        std::rethrow_exception(error_);
    }
    return head_.has_value();
}

bool Exchange::complete() const { return has_head() && complete_; }

void Exchange::leave() {
    if (std::exchange(left_, true)) {
        return;
    }
    pool_->agenda().cancel(silence_);
    pool_->release(connection_, !complete_);
}

void Exchange::cut_off() {
    if (!gone()) {
        fail(std::make_exception_ptr(ClientConnectionError("Connection closed")));
    }
}

void Exchange::on_head(const HttpHead& head, bool complete) {
    head_ = head;
    complete_ = complete;
    heard();
}

void Exchange::on_piece(bool last) {
    complete_ = last;
    const bool somebody_waits = waiting_ && !waiting_->done();
    heard();
    if (complete_ && !somebody_waits) {
        leave();
    }
}

void Exchange::on_lost() {
    if (head_) {
        fail(std::make_exception_ptr(ClientPayloadError()));
    } else {
        fail(std::make_exception_ptr(ServerDisconnectedError()));
    }
}

void Exchange::heard() {
    pool_->agenda().cancel(silence_);
    if (!complete_) {
        watch_silence();
    }
    if (waiting_) {
        waiting_->set();
    }
}

void Exchange::watch_silence() {
    if (!sock_read_) {
        return;
    }
    silence_ = pool_->agenda().after(*sock_read_, [weak = weak_from_this()] {
        if (const auto exchange = weak.lock(); exchange != nullptr && !exchange->gone()) {
            exchange->fail(std::make_exception_ptr(SocketTimeoutError()));
        }
    });
}

void Exchange::fail(std::exception_ptr error) {
    error_ = std::move(error);
    pool_->agenda().cancel(silence_);
    if (waiting_) {
        waiting_->set();
    }
}

}  // namespace coroscope
