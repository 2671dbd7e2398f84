#include "runtime/world/web_app.h"

#include <fmt/format.h>

#include <charconv>
#include <ranges>

namespace coroscope {

namespace {

bool is_number(const std::string& text) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && stop == end;
}

std::vector<std::string_view> parts_of(std::string_view path) {
    std::vector<std::string_view> parts;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        if (slash != 0) {
            parts.push_back(path.substr(0, slash));
        }
        path = slash == std::string_view::npos ? "" : path.substr(slash + 1);
    }
    return parts;
}

}  // namespace

const std::string& WebRequest::text(const std::string& name) const {
    for (const auto* const where : {&parameters, &body}) {
        if (const auto found = where->find(name); found != where->end()) {
            return found->second;
        }
    }
    throw LookupError(fmt::format("the request has no parameter '{}'", name));
}

std::int64_t WebRequest::number(const std::string& name) const {
    const std::string& words = text(name);
    if (!is_number(words)) {
        throw ValueError(fmt::format("parameter '{}' is no number: '{}'", name, words));
    }
    return std::stoll(words);
}

Dependency::Dependency(Part enter)
    : state_(std::make_shared<State>(State{.enter = std::move(enter)})) {}
Dependency& Dependency::leave(Part part) {
    state_->leave = std::move(part);
    return *this;
}
Dependency& Dependency::depends(const Dependency& other) {
    state_->needs.push_back(other.state());
    return *this;
}
Dependency& Dependency::uncached() {
    state_->cached = false;
    return *this;
}
Dependency& Dependency::function_scope() {
    state_->before_sending = true;
    return *this;
}

WebRoute& WebRoute::integer(std::string name) {
    parameters.push_back({.name = std::move(name), .in_body = false, .number = true});
    return *this;
}
WebRoute& WebRoute::body_text(std::string name) {
    parameters.push_back({.name = std::move(name), .in_body = true, .number = false});
    return *this;
}
WebRoute& WebRoute::body_integer(std::string name) {
    parameters.push_back({.name = std::move(name), .in_body = true, .number = true});
    return *this;
}
WebRoute& WebRoute::depends(const Dependency& dependency) {
    dependencies.push_back(dependency.state());
    return *this;
}

std::vector<std::string> WebRoute::problems(const WebRequest& request) const {
    std::vector<std::string> problems;
    for (const Parameter& parameter : parameters) {
        const auto& where = parameter.in_body ? request.body : request.parameters;
        const auto found = where.find(parameter.name);
        if (found == where.end()) {
            problems.push_back(parameter.name + ": missing");
        } else if (parameter.number && !is_number(found->second)) {
            problems.push_back(parameter.name + ": not a number");
        }
    }
    return problems;
}

bool WebRoute::matches(std::string_view asked, std::map<std::string, std::string>& found) const {
    const auto mine = parts_of(path);
    const auto theirs = parts_of(asked);
    if (mine.size() != theirs.size()) {
        return false;
    }
    for (std::size_t i = 0; i < mine.size(); ++i) {
        if (mine[i].starts_with('{') && mine[i].ends_with('}')) {
            found[std::string(mine[i].substr(1, mine[i].size() - 2))] = std::string(theirs[i]);
        } else if (mine[i] != theirs[i]) {
            return false;
        }
    }
    return true;
}

WebRoute& WebApp::add(std::string_view method, std::string_view path) {
    return *routes_.emplace_back(std::make_unique<WebRoute>(method, path));
}
WebRoute& WebApp::get(std::string_view path, WebRoute::Handler handler) {
    WebRoute& route = add("GET", path);
    route.handler = std::move(handler);
    return route;
}
WebRoute& WebApp::post(std::string_view path, WebRoute::Handler handler) {
    WebRoute& route = add("POST", path);
    route.handler = std::move(handler);
    return route;
}
WebRoute& WebApp::get_sync(std::string_view path, WebRoute::SyncHandler handler) {
    WebRoute& route = add("GET", path);
    route.sync_handler = std::move(handler);
    return route;
}
WebApp& WebApp::lifespan(std::function<Coroutine<>()> before, std::function<Coroutine<>()> after) {
    startup = std::move(before);
    shutdown = std::move(after);
    return *this;
}

WebApp::Found WebApp::find(WebRequest& request) const {
    Found found{.route = nullptr, .status = 404};
    const std::string_view path = std::string_view(request.path).substr(0, request.path.find('?'));
    for (const auto& route : routes_) {
        std::map<std::string, std::string> in_path;
        if (!route->matches(path, in_path)) {
            continue;
        }
        if (route->method != request.method) {
            found.status = 405;
            continue;
        }
        request.parameters.merge(in_path);
        return {.route = route.get(), .status = 200};
    }
    return found;
}

}  // namespace coroscope
