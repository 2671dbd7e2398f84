#include "runtime/world/http_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace coroscope {

HttpService::HttpService(std::string_view host, const ServiceOptions& options,
                         std::source_location where)
    : place_(host, options.capacity_, where),
      options_(options),
      rows_(static_cast<std::size_t>(options.capacity_)) {}

HttpService& HttpService::at(std::string_view path, Endpoint endpoint) {
    if (endpoint.latencies_.empty()) {
        throw ValueError("an endpoint needs a latency");
    }
    endpoints_.insert_or_assign(std::string(path), std::move(endpoint));
    return *this;
}

HttpService& HttpService::fault(HttpFault fault) {
    faults_.push_back(std::move(fault));
    return *this;
}

Endpoint* HttpService::endpoint(std::string_view path) {
    Endpoint* best = nullptr;
    std::size_t length = 0;
    for (auto& [prefix, endpoint] : endpoints_) {
        if (path.starts_with(prefix) && prefix.size() >= length) {
            best = &endpoint;
            length = prefix.size();
        }
    }
    return best;
}

void HttpService::connect(const Reply<bool>& opened, Duration takes) {
    ++connects_;
    const bool refused = std::ranges::any_of(faults_, [&](const HttpFault& fault) {
        return fault.what() == HttpFault::What::Refuse && fault.fits(connects_, now(), {});
    });
    if (takes == Duration::zero()) {
        opened.set(!refused);
        return;
    }
    const TaskId task = EventLoop::running().current_task_id();
    const SentMessage hello("connect");
    agenda_.after(takes / 2, [this, hello, opened, refused, task, rest = takes - takes / 2] {
        hello.arrive(place_);
        const SentMessage back(place_, kNoRow, refused ? "refused" : "connected");
        agenda_.after(rest, [back, opened, refused, task] {
            if (!opened.done()) {
                back.arrive(task);
            }
            opened.set(!refused);
        });
    });
}

void HttpService::send(std::shared_ptr<HttpPeer> peer, std::string_view method,
                       std::string_view path, std::source_location where) {
    if (over_) {
        return;
    }
    auto work = std::make_shared<Work>();
    work->peer = std::move(peer);
    const std::string text = fmt::format("{} {}", method, path);
    work->job = place_.ask(text, where);
    const SentMessage message(text, where);
    const auto there = [this, work, message, to = std::string(path)] {
        prepare(*work, to);
        work->row = free_row();
        message.arrive(place_, work->row < 0 ? kNoRow : work->row);
        arrive(work);
    };
    if (options_.hop_ == Duration::zero()) {
        there();
    } else {
        agenda_.after(options_.hop_, there);
    }
}

void HttpService::prepare(Work& work, std::string_view path) {
    ++requests_;
    if (Endpoint* const found = endpoint(path)) {
        work.latency = found->latencies_[std::min(found->asked_, found->latencies_.size() - 1)];
        ++found->asked_;
        work.gaps = found->gaps_;
        work.head.status = found->status_;
        work.head.body = found->body_;
        work.head.location = found->location_;
    } else {
        work.head.status = 404;
    }
    meet_faults(work, path);
}

void HttpService::meet_faults(Work& work, std::string_view path) {
    for (const HttpFault& fault : faults_) {
        if (!fault.fits(requests_, now(), path)) {
            continue;
        }
        switch (fault.what()) {
        case HttpFault::What::Refuse: break;
        case HttpFault::What::Reset: work.resets = true; break;
        case HttpFault::What::Cut: work.cuts = true; break;
        case HttpFault::What::Stall: work.latency += fault.longer(); break;
        case HttpFault::What::Slow:
            work.latency *= fault.number();
            for (Duration& gap : work.gaps) {
                gap *= fault.number();
            }
            break;
        case HttpFault::What::Status:
            work.head = HttpHead{.status = fault.number(),
                                 .body = {},
                                 .location = {},
                                 .retry_after = fault.longer()};
            work.gaps.clear();
            break;
        }
    }
}

int HttpService::free_row() const {
    const auto found = std::ranges::find(rows_, false);
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

void HttpService::arrive(const WorkRef& work) {
    if (work->row >= 0) {
        begin(work, work->row);
    } else if (options_.refuses_) {
        place_.end(work->job);
        deliver(work, "503", [work] {
            work->peer->on_head(
                HttpHead{.status = 503, .body = {}, .location = {}, .retry_after = {}}, true);
        });
    } else {
        line_.push_back(work);
    }
}

void HttpService::begin(const WorkRef& work, int row) {
    work->row = row;
    rows_[static_cast<std::size_t>(row)] = true;
    busiest_ = std::max(busiest_, ++busy_);
    place_.begin(work->job, row);
    if (work->resets) {
        deliver(work, "reset", [work] { work->peer->on_lost(); });
        place_.end(work->job, "ConnectionResetError: the service closes the connection");
        finish(work);
        return;
    }
    agenda_.after(work->latency, [this, work] { answer(work); });
}

void HttpService::answer(const WorkRef& work) {
    const bool complete = work->gaps.empty() && !work->cuts;
    deliver(work, std::to_string(work->head.status),
            [work, complete] { work->peer->on_head(work->head, complete); });
    if (work->cuts) {
        deliver(work, "reset", [work] { work->peer->on_lost(); });
        place_.end(work->job, "ConnectionResetError: the service closes the connection");
        finish(work);
    } else if (complete) {
        const int status = work->head.status;
        place_.end(work->job, status >= 500 ? fmt::format("HTTP {}", status) : std::string());
        finish(work);
    } else {
        next_piece(work);
    }
}

void HttpService::next_piece(const WorkRef& work) {
    agenda_.after(work->gaps[work->sent], [this, work] {
        ++work->sent;
        const bool last = work->sent == work->gaps.size();
        deliver(work, fmt::format("piece {}", work->sent),
                [work, last] { work->peer->on_piece(last); });
        if (last) {
            place_.end(work->job);
            finish(work);
        } else {
            next_piece(work);
        }
    });
}

void HttpService::finish(const WorkRef& work) {
    rows_[static_cast<std::size_t>(work->row)] = false;
    --busy_;
    if (!line_.empty()) {
        const WorkRef next = line_.front();
        line_.pop_front();
        begin(next, free_row());
    }
}

void HttpService::deliver(const WorkRef& work, std::string_view text, std::function<void()> what) {
    if (work->peer->gone()) {
        return;
    }
    const SentMessage message(place_, work->row < 0 ? kNoRow : work->row, text);
    const auto there = [work, message, what = std::move(what)] {
        if (!work->peer->gone()) {
            message.arrive(work->peer->task());
            what();
        }
    };
    if (options_.hop_ == Duration::zero()) {
        there();
    } else {
        agenda_.after(options_.hop_, there);
    }
}

void HttpService::shut_down() {
    over_ = true;
    agenda_.clear();
    line_.clear();
}

Web::Web() : state_(std::make_shared<State>()) {}

// What the services still had to do would keep their clients, and these the services.
Web::~Web() {
    for (const auto& [host, service] : state_->services) {
        service->shut_down();
    }
}

HttpService& Web::serve(std::string_view host, const ServiceOptions& options,
                        std::source_location where) {
    auto service = std::make_shared<HttpService>(host, options, where);
    if (!state_->services.emplace(host, service).second) {
        throw ValueError(fmt::format("there is a service {} already", host));
    }
    return *service;
}

}  // namespace coroscope
