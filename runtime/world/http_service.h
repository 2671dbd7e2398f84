// Web: the services that can be reached, by host name. HttpService: one of them, a Place with a row
// for each request that it works on at the same time.
//
//     Web web;
//     web.connecting_takes(100ms);
//     HttpService& shop = web.serve("shop.example", ServiceOptions().capacity(4));
//     shop.at("/", Endpoint().latency(1s).body("hello"));
//     shop.at("/big", Endpoint().chunks(10, 900ms));
//     shop.fault(HttpFault::status(503).request(3));
//
// A request has an arrow to the service, is a job there, and the answer has an arrow back. Whoever
// finds all rows taken waits in a line (or is refused with 503). A client that goes away does not
// stop the service: it works on to the end, for nobody. Names of paths: the longest that the asked
// path begins with counts; "/" is every path; a path that is nowhere is answered 404.
//
// Units: all costs are 0 unless they are set. Errors: ValueError for a host that is there already,
// and as Place. What clients ask is in http_client.h.
// Source: HTTP semantics, RFC 9110; keep-alive of the server as uvicorn has it.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/world/agenda.h"
#include "runtime/world/http_fault.h"
#include "runtime/world/place.h"

namespace coroscope {

/// What a path answers, and how long that takes.
class Endpoint {
public:
    /// From the request's arrival (and its turn) to the head of the answer.
    Endpoint& latency(Duration time) {
        latencies_ = {time};
        return *this;
    }
    /// The first request takes the first one, and so on; the last one is for all others.
    Endpoint& latencies(std::vector<Duration> times) {
        latencies_ = std::move(times);
        return *this;
    }
    Endpoint& status(int code) {
        status_ = code;
        return *this;
    }
    Endpoint& body(std::string_view text) {
        body_ = text;
        return *this;
    }
    /// The body comes in pieces, each so long after the piece (or the head) before it.
    Endpoint& chunks(int count, Duration gap) {
        gaps_.assign(static_cast<std::size_t>(count), gap);
        return *this;
    }
    Endpoint& gaps(std::vector<Duration> each) {
        gaps_ = std::move(each);
        return *this;
    }
    /// 302, to this URL.
    Endpoint& redirects_to(std::string_view url) {
        status_ = 302;
        location_ = url;
        return *this;
    }

private:
    friend class HttpService;
    std::vector<Duration> latencies_ = {Duration(0)};
    std::vector<Duration> gaps_;
    int status_ = 200;
    std::string body_;
    std::string location_;
    std::size_t asked_ = 0;
};

class ServiceOptions {
public:
    /// How many requests it works on at the same time: 1 to Place::kMostRows.
    ServiceOptions& capacity(int rows) {
        capacity_ = rows;
        return *this;
    }
    /// Who finds all rows taken is answered 503 at once instead of waiting.
    ServiceOptions& refuses_when_full() {
        refuses_ = true;
        return *this;
    }
    /// It closes a connection that is idle for longer (uvicorn: 5 s, others up to 75 s).
    ServiceOptions& keep_alive(Duration idle) {
        keep_alive_ = idle;
        return *this;
    }
    /// How long a message is on its way, in each direction.
    ServiceOptions& hop(Duration one_way) {
        hop_ = one_way;
        return *this;
    }

private:
    friend class HttpService;
    int capacity_ = Place::kMostRows;
    bool refuses_ = false;
    Duration keep_alive_ = Duration::max();
    Duration hop_{0};
};

/// The head of an answer.
struct HttpHead {
    int status = 200;
    std::string body;  ///< what the body will be when all of it is there
    std::string location;
    Duration retry_after{0};
};

/// Who gets an answer: the client's side of one request.
class HttpPeer {
public:
    HttpPeer() = default;
    HttpPeer(const HttpPeer&) = delete;
    HttpPeer& operator=(const HttpPeer&) = delete;
    virtual ~HttpPeer() = default;
    [[nodiscard]] virtual TaskId task() const = 0;
    /// True if it has closed the connection: nothing arrives there any more.
    [[nodiscard]] virtual bool gone() const = 0;
    virtual void on_head(const HttpHead& head, bool complete) = 0;
    virtual void on_piece(bool last) = 0;
    virtual void on_lost() = 0;
};

class HttpService {
public:
    HttpService(std::string_view host, const ServiceOptions& options, std::source_location where);

    HttpService& at(std::string_view path, Endpoint endpoint);
    HttpService& fault(HttpFault fault);

    [[nodiscard]] const Place& place() const { return place_; }
    [[nodiscard]] Duration hop() const { return options_.hop_; }
    [[nodiscard]] Duration keep_alive() const { return options_.keep_alive_; }
    /// How many requests have arrived.
    [[nodiscard]] std::int64_t requests() const { return requests_; }
    /// The most that it has worked on at the same time.
    [[nodiscard]] int busiest() const { return busiest_; }

    // For the client
    /// The running task opens a connection; true once it is there, false if it is refused.
    void connect(const Reply<bool>& opened, Duration takes);
    /// The running task sends a request, and `peer` will be told what becomes of it.
    void send(std::shared_ptr<HttpPeer> peer, std::string_view method, std::string_view path,
              std::source_location where);
    /// Nothing happens any more: the program that made the world is over.
    void shut_down();

private:
    struct Work {
        std::shared_ptr<HttpPeer> peer;
        std::int64_t job = 0;
        int row = -1;
        Duration latency{0};
        std::vector<Duration> gaps;
        std::size_t sent = 0;  // pieces
        HttpHead head;
        bool resets = false;
        bool cuts = false;
    };
    using WorkRef = std::shared_ptr<Work>;

    [[nodiscard]] Endpoint* endpoint(std::string_view path);
    void prepare(Work& work, std::string_view path);
    void meet_faults(Work& work, std::string_view path);
    void arrive(const WorkRef& work);
    void begin(const WorkRef& work, int row);
    void answer(const WorkRef& work);
    void next_piece(const WorkRef& work);
    void finish(const WorkRef& work);
    [[nodiscard]] int free_row() const;
    /// Does it when a message from here is there: at once without a hop.
    void deliver(const WorkRef& work, std::string_view text, std::function<void()> what);

    Place place_;
    ServiceOptions options_;
    Agenda agenda_;
    std::map<std::string, Endpoint, std::less<>> endpoints_;
    std::vector<HttpFault> faults_;
    std::vector<bool> rows_;  // true = taken
    std::deque<WorkRef> line_;
    std::int64_t requests_ = 0;
    std::int64_t connects_ = 0;
    int busy_ = 0;
    int busiest_ = 0;
    bool over_ = false;
};

class Web {
public:
    Web();
    ~Web();
    Web(const Web&) = delete;
    Web& operator=(const Web&) = delete;

    /// A service of this host name; it answers every path with 404 until it is told more.
    HttpService& serve(std::string_view host, const ServiceOptions& options = ServiceOptions(),
                       std::source_location where = std::source_location::current());
    /// What a look-up of a host name costs.
    void looking_up_takes(Duration time) { state_->look_up = time; }
    /// What a new connection costs, its encryption included.
    void connecting_takes(Duration time) { state_->connecting = time; }

    /// What clients keep of it.
    struct State {
        std::map<std::string, std::shared_ptr<HttpService>, std::less<>> services;
        Duration look_up{0};
        Duration connecting{0};
    };
    [[nodiscard]] const std::shared_ptr<State>& state() const { return state_; }

private:
    std::shared_ptr<State> state_;
};

}  // namespace coroscope
