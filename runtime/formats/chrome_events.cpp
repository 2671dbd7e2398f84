#include "runtime/formats/chrome_events.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "runtime/formats/lenient_json.h"

namespace coroscope {

namespace {

constexpr std::size_t kLongestWords = 200;

/// One scalar of the document, as text; numbers keep what was written.
struct Scalar {
    enum class Kind : std::uint8_t { Null, Truth, Number, Text };
    Kind kind = Kind::Null;
    std::string_view text;
    double number = 0;
    /// A number, also one in quotes.
    [[nodiscard]] std::optional<double> as_number() const {
        double value = number;
        if (kind == Kind::Text) {
            const auto end = text.data() + text.size();
            const auto result = std::from_chars(text.data(), end, value);
            return result.ec == std::errc() && result.ptr == end ? std::optional(value)
                                                                 : std::nullopt;
        }
        return kind == Kind::Number ? std::optional(value) : std::nullopt;
    }
    [[nodiscard]] bool truth() const { return kind == Kind::Truth && number != 0; }
    [[nodiscard]] Nanoseconds whole() const {
        Nanoseconds value = 0;
        const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
        return result.ec == std::errc() && result.ptr == text.data() + text.size()
                   ? value
                   : held_nanoseconds(number);
    }
};

/// Where the parser stands.
enum class Place : std::uint8_t {
    Outside,   ///< before, behind or beside the list of events
    About,     ///< in "metadata" or "otherData"
    List,      ///< in the list
    Event,     ///< in an event
    Args,      ///< in its "args"
    Id2,       ///< in its "id2"
    Elsewhere  ///< in anything deeper
};

class Handler {
public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    explicit Handler(ChromeEvents& file) : file_(file) {}

    bool null() { return scalar({Scalar::Kind::Null, "null", 0}); }
    bool boolean(bool value) {
        return scalar({Scalar::Kind::Truth, value ? "true" : "false", value ? 1.0 : 0.0});
    }
    bool number_integer(number_integer_t value) { return whole(value); }
    bool number_unsigned(number_unsigned_t value) { return whole(value); }
    bool number_float(number_float_t value, const string_t& written) {
        return scalar({Scalar::Kind::Number, written, value});
    }
    bool string(string_t& value) { return scalar({Scalar::Kind::Text, value, 0}); }
    bool binary(binary_t& /*value*/) { return true; }
    bool key(string_t& value) {
        if (place_ == Place::Args) {
            arg_ = value;
        } else if (place_ != Place::Elsewhere) {
            key_ = value;
        }
        return true;
    }
    bool start_object(std::size_t /*size*/) {
        open(false);
        return true;
    }
    bool start_array(std::size_t /*size*/) {
        open(true);
        return true;
    }
    bool end_object() { return close(); }
    bool end_array() { return close(); }
    bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                     const nlohmann::json::exception& /*error*/) {
        return false;
    }

    /// True if nothing is open but a list of events that is the whole document: viewers do without
    /// its final bracket.
    [[nodiscard]] bool is_in_bare_list() const {
        return place_ == Place::List && list_depth_ == 1 && depth_ == 1;
    }

private:
    bool whole(std::integral auto value) {
        char buffer[24];
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
        return scalar({Scalar::Kind::Number,
                       {buffer, static_cast<std::size_t>(end - buffer)},
                       static_cast<double>(value)});
    }

    void open(bool array) {
        ++depth_;
        switch (place_) {
        case Place::Outside:
        case Place::About: open_outside(array); break;
        case Place::List:
            place_ = array ? Place::Elsewhere : Place::Event;
            begin_event();
            break;
        case Place::Event:
            place_ = !array && key_ == "args"  ? Place::Args
                     : !array && key_ == "id2" ? Place::Id2
                                               : Place::Elsewhere;
            inner_depth_ = depth_;
            break;
        case Place::Args: add_words(array ? "[...]" : "{...}"); [[fallthrough]];
        case Place::Id2:
            outer_ = place_;
            place_ = Place::Elsewhere;
            inner_depth_ = depth_;
            break;
        case Place::Elsewhere: break;
        }
    }

    void open_outside(bool array) {
        if (array && (depth_ == 1 || key_ == "traceEvents")) {
            place_ = Place::List;
            list_depth_ = depth_;
            file_.recognised = true;
        } else if (!array && depth_ == 2 && (key_ == "metadata" || key_ == "otherData")) {
            place_ = Place::About;
        }
    }

    bool close() {
        const std::size_t closed = depth_--;
        switch (place_) {
        case Place::Outside: break;
        case Place::About:
            if (closed == 2) {
                place_ = Place::Outside;
            }
            break;
        case Place::List:
            place_ = Place::Outside;
            key_.clear();
            break;
        case Place::Event:
            place_ = Place::List;
            end_event();
            break;
        case Place::Args:
        case Place::Id2: place_ = Place::Event; break;
        case Place::Elsewhere: leave_inner(closed); break;
        }
        return true;
    }

    void leave_inner(std::size_t closed) {
        if (closed == list_depth_ + 1) {
            place_ = Place::List;  // a list among the events
        } else if (closed == inner_depth_) {
            place_ = closed == list_depth_ + 2 ? Place::Event : outer_;
        }
    }

    bool scalar(const Scalar& value) {
        switch (place_) {
        case Place::Event: set_field(value); break;
        case Place::Args: set_arg(value); break;
        case Place::Id2:
            now_.id = file_.texts.id(canonical_id(value.text));
            now_.local_id = key_ == "local";
            break;
        case Place::About:
            if (depth_ == 2 && value.kind == Scalar::Kind::Text) {
                file_.metadata.emplace_back(file_.texts.id(key_), file_.texts.id(value.text));
            }
            break;
        case Place::Outside:
        case Place::List:
        case Place::Elsewhere: break;
        }
        return true;
    }

    void begin_event() {
        now_ = {};
        own_ = {};
        has_own_ = false;
        pid_.reset();
        tid_.reset();
        words_.clear();
        values_.clear();
        arg_name_ = 0;
        sort_.reset();
    }

    void set_field(const Scalar& value) {
        if (key_ == "ph") {
            now_.phase = value.text.size() == 1 ? value.text.front() : '\0';
        } else if (key_ == "ts") {
            now_.has_time = parse_microseconds(value.text, now_.time);
        } else if (key_ == "dur") {
            now_.has_duration = parse_microseconds(value.text, now_.duration);
        } else if (key_ == "name") {
            now_.name = file_.texts.id(value.text);
        } else if (key_ == "cat") {
            now_.category = file_.texts.id(value.text);
        } else if (key_ == "pid") {
            pid_ = file_.texts.id(value.text);
        } else if (key_ == "tid") {
            tid_ = file_.texts.id(value.text);
        } else if (key_ == "id") {
            now_.id = file_.texts.id(canonical_id(value.text));
        } else if (key_ == "bind_id") {
            now_.bind = file_.texts.id(canonical_id(value.text));
        } else if (key_ == "s") {
            now_.scope = value.text.size() == 1 ? value.text.front() : 't';
        } else if (key_ == "bp") {
            now_.binds_enclosing = value.text == "e";
        } else if (key_ == "flow_in") {
            now_.flow_in = value.truth();
        } else if (key_ == "flow_out") {
            now_.flow_out = value.truth();
        }
    }

    void set_arg(const Scalar& value) {
        if (const auto number = value.as_number()) {
            values_.emplace_back(file_.texts.id(arg_), *number);
        }
        if (!set_place_arg(value) && !set_own_arg(value)) {
            add_words(value.text);
        }
        if (arg_ == "name") {
            arg_name_ = file_.texts.id(value.text);
        } else if (arg_ == "sort_index") {
            sort_ = value.whole();
        }
    }

    /// The source line, under the names that tools give it.
    bool set_place_arg(const Scalar& value) {
        std::string_view key = arg_;
        if (key.starts_with('[') && key.ends_with(']') && key.size() > 2) {
            key = key.substr(1, key.size() - 2);
        }
        key.remove_prefix(key.starts_with('.') ? 1 : 0);
        const FileLine place = file_line(value.text);
        if (key == "file" || key == "filename" || key == "fileName" || key == "src_file") {
            now_.file = file_.texts.id(value.text);
        } else if (key == "line" || key == "lineno" || key == "lineNumber" || key == "src_line") {
            now_.line = static_cast<std::uint32_t>(std::clamp<Nanoseconds>(
                value.whole(), 0, std::numeric_limits<std::uint32_t>::max()));
        } else if (key == "loc" && !place.file.empty()) {
            now_.file = file_.texts.id(place.file);
            now_.line = place.line;
        } else {
            return false;
        }
        return true;
    }

    bool set_own_arg(const Scalar& value) {
        if (arg_ == "virtual_begin_ns" || arg_ == "virtual_ns") {
            own_.begin = own_.end = value.whole();
        } else if (arg_ == "virtual_end_ns") {
            own_.end = value.whole();
        } else if (arg_ == "deadline_ns") {
            own_.deadline = value.whole();
        } else if (arg_ == "reason") {
            own_.reason = file_.texts.id(value.text);
            return false;  // any tool may have a reason
        } else if (arg_ == "iteration") {
            own_.iteration = static_cast<std::uint32_t>(std::clamp<Nanoseconds>(
                value.whole(), 0, std::numeric_limits<std::uint32_t>::max()));
            return false;
        } else {
            return false;
        }
        has_own_ = true;
        return true;
    }

    void add_words(std::string_view value) {
        if (words_.size() >= kLongestWords) {
            return;
        }
        words_ += words_.empty() ? "" : ", ";
        words_ += arg_;
        words_ += '=';
        words_ += cut_text(value, kLongestWords);
    }

    void end_event() {
        if (now_.phase == '\0' && now_.name == 0 && !now_.has_time) {
            return;  // {} is no event
        }
        const std::uint32_t pid = pid_ ? *pid_ : file_.texts.id("0");
        now_.thread = thread(pid, tid_.value_or(pid));
        if (now_.phase == 'M') {
            name_somebody();
            return;
        }
        const auto index = static_cast<std::uint32_t>(file_.events.size());
        if (now_.phase == 'C') {
            for (const auto& [series, value] : values_) {
                file_.values.push_back({value, index, series});
            }
        } else if (!words_.empty()) {
            now_.words = file_.texts.id(cut_text(words_, kLongestWords));
        }
        if (has_own_) {
            file_.own.push_back(own_);
            now_.own = static_cast<std::uint32_t>(file_.own.size());
        }
        file_.events.push_back(now_);
    }

    void name_somebody() {
        const std::string& what = file_.texts[now_.name];
        ChromeThread& thread = file_.threads[now_.thread];
        ChromeProcess& process = file_.processes[thread.process];
        if (what == "thread_name") {
            thread.name = arg_name_;
        } else if (what == "process_name") {
            process.name = arg_name_;
        } else if (what == "thread_sort_index") {
            thread.sort = sort_.value_or(0);
        } else if (what == "process_sort_index") {
            process.sort = sort_.value_or(0);
        }
    }

    std::uint32_t thread(std::uint32_t pid, std::uint32_t tid) {
        const std::uint64_t key = std::uint64_t{pid} << 32U | tid;
        const auto [found, fresh] =
            threads_.try_emplace(key, static_cast<std::uint32_t>(file_.threads.size()));
        if (fresh) {
            const auto [process, new_process] =
                processes_.try_emplace(pid, static_cast<std::uint32_t>(file_.processes.size()));
            if (new_process) {
                file_.processes.push_back({.pid = pid});
            }
            file_.threads.push_back({.pid = pid, .tid = tid, .process = process->second});
        }
        return found->second;
    }

    ChromeEvents& file_;
    Place place_ = Place::Outside;
    Place outer_ = Place::Event;
    std::size_t depth_ = 0;        ///< brackets that are open
    std::size_t list_depth_ = 0;   ///< of the list of events
    std::size_t inner_depth_ = 0;  ///< of what Elsewhere was entered by
    std::string key_;
    std::string arg_;
    ChromeEvent now_;
    ChromeOwn own_;
    bool has_own_ = false;
    std::optional<std::uint32_t> pid_;
    std::optional<std::uint32_t> tid_;
    std::string words_;
    std::vector<std::pair<std::uint32_t, double>> values_;
    std::uint32_t arg_name_ = 0;
    std::optional<Nanoseconds> sort_;
    std::unordered_map<std::uint64_t, std::uint32_t> threads_;
    std::unordered_map<std::uint32_t, std::uint32_t> processes_;
};

}  // namespace

std::string_view ChromeEvents::about(std::string_view key) const {
    const auto found = std::ranges::find_if(
        metadata, [&](const auto& field) { return texts[field.first] == key; });
    return found == metadata.end() ? std::string_view() : texts[found->second];
}

ChromeEvents read_chrome_events(std::string_view bytes) {
    ChromeEvents file;
    LenientJson source(bytes);
    Handler handler(file);
    const bool whole = nlohmann::json::sax_parse(source.begin(), source.end(), &handler);
    file.repairs = source.repairs();
    file.by_coroscope = !file.own.empty() && !file.about("outcome").empty() &&
                        file.about("axis").starts_with("virtual time");
    if (!whole && !(source.position() >= bytes.size() && handler.is_in_bare_list())) {
        file.cut = source.position() >= bytes.size();
        // The parser has looked one byte ahead.
        file.broken_at = std::max<std::size_t>(source.position(), 2) - 1;
    }
    return file;
}

}  // namespace coroscope
