// ChromeEvents: what a document in the Chrome Trace Event format says, event by event, before
// anybody makes a trace of it. Both containers are read (an array, or an object with "traceEvents"
// anywhere in it), cut and sloppy ones too.
//
//     const ChromeEvents file = read_chrome_events(bytes);
//     for (const ChromeEvent& event : file.events) { ... file.texts[event.name] ... }
//
// Units: nanoseconds, exact for any number of decimals; times beyond kLatestChromeTime are held
// there. Texts are interned: index 0 is "". Order: the document's.
// Source of the format: "Trace Event Format", and what Perfetto and catapult make of it.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/formats/chrome_texts.h"
#include "runtime/trace/event.h"

namespace coroscope {

struct ChromeEvent {
    Nanoseconds time = 0;
    Nanoseconds duration = 0;    ///< X and T
    std::uint32_t name = 0;      ///< text
    std::uint32_t category = 0;  ///< text
    std::uint32_t thread = 0;    ///< index into ChromeEvents::threads
    std::uint32_t id = 0;        ///< text; decimal if it was a number, also in "0x1f"
    std::uint32_t words = 0;     ///< text: the arguments, "key=value, key=value", cut when long
    std::uint32_t file = 0;      ///< text: source file
    std::uint32_t line = 0;
    std::uint32_t bind = 0;  ///< text: bind_id
    std::uint32_t own = 0;   ///< index into ChromeEvents::own + 1; 0: nothing
    char phase = 0;
    char scope = 't';  ///< of an instant: g, p or t
    bool has_time = false;
    bool has_duration = false;
    bool flow_in = false;
    bool flow_out = false;
    bool binds_enclosing = false;  ///< "bp":"e"
    bool local_id = false;         ///< its id means something within its process only
};

struct ChromeThread {
    std::uint32_t pid = 0;  ///< text
    std::uint32_t tid = 0;  ///< text
    std::uint32_t name = 0;
    Nanoseconds sort = 0;
    std::uint32_t process = 0;  ///< index into ChromeEvents::processes
};
struct ChromeProcess {
    std::uint32_t pid = 0;
    std::uint32_t name = 0;
    Nanoseconds sort = 0;
};

/// A number of a C event.
struct ChromeValue {
    double value = 0;
    std::uint32_t event = 0;   ///< index into events
    std::uint32_t series = 0;  ///< text
};

/// What only our own export says (runtime/formats/chrome.h).
struct ChromeOwn {
    Nanoseconds begin = 0;
    Nanoseconds end = 0;
    Nanoseconds deadline = 0;
    std::uint32_t reason = 0;  ///< text
    std::uint32_t iteration = 0;
};

struct ChromeEvents {
    std::vector<ChromeEvent> events;  ///< all but metadata (M)
    std::vector<ChromeValue> values;  ///< by event
    std::vector<ChromeThread> threads;
    std::vector<ChromeProcess> processes;
    std::vector<ChromeOwn> own;
    ChromeTexts texts;
    /// Strings at the top of "metadata" and "otherData": "producer", "title", "outcome" ...
    std::vector<std::pair<std::uint32_t, std::uint32_t>> metadata;
    std::uint64_t repairs = 0;  ///< characters that were no UTF-8
    bool recognised = false;    ///< there was a list of events
    bool by_coroscope = false;  ///< it is our own export
    bool cut = false;           ///< the document ends in the middle of something
    std::size_t broken_at = 0;  ///< byte behind which nothing could be read; 0: everything was
    /// A string of the metadata, "" if there is none.
    [[nodiscard]] std::string_view about(std::string_view key) const;
};

[[nodiscard]] ChromeEvents read_chrome_events(std::string_view bytes);

}  // namespace coroscope
