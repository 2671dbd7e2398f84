// Search: finds a word in the names, texts, sentences and source lines of a run. A thread of its
// own looks; the window shows what has been found so far.
//
//     search.query = "account";
//     search.update(session);      // once per frame: starts anew when the query or the run changes
//     search.next(session);        // the cursor goes to the next hit
//
// Hits stand in groups, in this order: tasks, resources, findings, source lines, log lines, events;
// inside a group in the order of the run. Case of ASCII letters does not count. Stops at kMostHits.
// In predict mode nothing behind the cursor is found.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/text/message.h"
#include "runtime/trace/event.h"

namespace coroscope::gui {

class Session;

struct SearchHit {
    enum class Group : std::uint8_t { Task, Resource, Finding, Source, Log, Event };
    Group group = Group::Event;
    EventIndex event = kNoEvent;  ///< where the cursor goes; kNoEvent: nowhere (a line never run)
    TaskId task = 0;              ///< to select, 0 for none
    ObjectId resource = 0;
    std::uint32_t line = 0;  ///< Source
    std::string text;
};

class Search {
public:
    static constexpr std::size_t kMostHits = 1000;

    Search();
    ~Search();
    Search(const Search&) = delete;
    Search& operator=(const Search&) = delete;

    std::string query;

    void update(const Session& session);
    /// Until it is done. For tests.
    void wait(const Session& session);
    void stop();
    [[nodiscard]] const std::vector<SearchHit>& hits() const { return hits_; }
    [[nodiscard]] bool searching() const { return searching_; }
    [[nodiscard]] double progress() const { return progress_; }  ///< 0 to 1
    [[nodiscard]] bool too_many() const { return too_many_; }
    [[nodiscard]] std::size_t chosen() const { return chosen_; }  ///< hits().size() for none
    /// True once after the chosen hit has changed: it may have to be scrolled to.
    [[nodiscard]] bool take_moved() { return std::exchange(moved_, false); }
    /// The first time the hit at or behind the cursor; then the next (previous) one in the list.
    void next(Session& session);
    void previous(Session& session);
    /// Moves the cursor to a hit and selects what it names.
    void go_to(Session& session, std::size_t hit);

private:
    struct Job;
    void choose_near(const Session& session);

    std::unique_ptr<Job> job_;
    std::vector<SearchHit> hits_;
    std::string searched_;
    std::uint64_t revision_ = 0;
    EventIndex limit_ = 0;  ///< what begins here or behind it is not to be found
    Language language_ = Language::English;
    bool searching_ = false;
    bool too_many_ = false;
    bool jumped_ = false;
    bool moved_ = false;
    double progress_ = 0.0;
    std::size_t chosen_ = 0;
};

}  // namespace coroscope::gui
