#include "gui/model/search.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <mutex>
#include <thread>

#include "gui/model/session.h"
#include "runtime/analysis/explain.h"
#include "runtime/formats/event_words.h"
#include "scenarios/catalogue.h"

namespace coroscope::gui {
namespace {

using Group = SearchHit::Group;

std::string small_letters(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return result;
}

// By group, and inside a group in the order in which they were found.
std::vector<SearchHit> in_groups(const std::vector<SearchHit>& hits) {
    std::vector<SearchHit> sorted;
    for (const Group group :
         {Group::Task, Group::Resource, Group::Finding, Group::Source, Group::Log, Group::Event}) {
        std::ranges::copy_if(hits, std::back_inserter(sorted),
                             [&](const SearchHit& hit) { return hit.group == group; });
    }
    return sorted;
}

}  // namespace

// Owns all that it looks at; the window only takes hits.
struct Search::Job {
    std::shared_ptr<const Indexed> run;
    std::string wanted;
    std::string_view
        source;  ///< of the scenario, "" if there is none; lives as long as the program
    std::string file;
    Language language = Language::English;
    EventIndex limit = kNoEvent;

    std::mutex mutex;
    std::vector<SearchHit> found;
    std::map<std::uint32_t, EventIndex> line_events;
    std::atomic<EventIndex> looked_at = 0;
    std::atomic<bool> done = false;
    std::atomic<bool> full = false;
    std::size_t count = 0;
    std::jthread thread;

    const Timeline& timeline() const { return run->timeline; }
    bool matches(std::string_view text) const {
        return small_letters(text).find(wanted) != std::string::npos;
    }
    void add(SearchHit hit) {
        if (hit.event != kNoEvent && hit.event >= limit) {
            return;
        }
        if (count >= kMostHits) {
            full = true;
            return;
        }
        ++count;
        const std::scoped_lock lock(mutex);
        found.push_back(std::move(hit));
    }

    void names() {
        for (const TaskInfo& task : timeline().tasks()) {
            const std::string_view name = timeline().task_name(task.id);
            if (matches(name)) {
                add({Group::Task, task.created, task.id, 0, 0, std::string(name)});
            }
        }
        for (const ResourceInfo& resource : timeline().resources()) {
            const std::string_view name = timeline().resource_name(resource.id);
            if (matches(name)) {
                add({Group::Resource, resource.created, 0, resource.id, 0, std::string(name)});
            }
        }
        for (const Finding& finding : run->findings) {
            std::string text = to_string(finding.statement, language);
            if (matches(text) || matches(finding.kind)) {
                add({Group::Finding, finding.at, 0, 0, 0, std::move(text)});
            }
        }
    }

    void source_lines(std::map<SiteId, std::uint32_t>& sites) {
        std::map<std::uint32_t, bool> lines;
        std::uint32_t number = 1;
        for (std::string_view rest = source; !rest.empty(); ++number) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            std::string_view line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
            if (matches(line)) {
                line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
                lines[number] = true;
                add({Group::Source, kNoEvent, 0, 0, number, std::string(line)});
            }
        }
        const Trace& trace = timeline().trace();
        for (std::size_t i = 1; i <= trace.site_count(); ++i) {
            const Site& site = trace.site(static_cast<SiteId>(i));
            if (lines.contains(site.line) && site.file == file) {
                sites[static_cast<SiteId>(i)] = site.line;
            }
        }
    }

    bool event_matches(EventIndex index, const TraceEvent& event) const {
        return matches(name_of(event.kind)) || matches(event_text(timeline(), event)) ||
               std::ranges::any_of(explain(timeline(), index), [&](const Message& sentence) {
                   return matches(to_string(sentence, language));
               });
    }

    void events(const std::stop_token& stop, const std::map<SiteId, std::uint32_t>& sites) {
        const Trace& trace = timeline().trace();
        for (EventIndex i = 0; i < std::min(trace.size(), limit) && !stop.stop_requested() && !full;
             ++i) {
            looked_at = i;
            const TraceEvent& event = trace[i];
            if (const auto site = sites.find(event.site); site != sites.end()) {
                const std::scoped_lock lock(mutex);
                line_events.try_emplace(site->second, i);
            }
            if (event.kind == EventKind::LogLine) {
                if (matches(trace.text(event.b))) {
                    add({Group::Log, i, event.task, 0, 0, std::string(trace.text(event.b))});
                }
            } else if (event_matches(i, event)) {
                const auto words = explain(timeline(), i);
                add({Group::Event, i, event.task, 0, 0,
                     words.empty() ? std::string(name_of(event.kind))
                                   : to_string(words.front(), language)});
            }
        }
    }

    void look(const std::stop_token& stop) {
        std::map<SiteId, std::uint32_t> sites;
        names();
        source_lines(sites);
        events(stop, sites);
        done = true;
    }
};

Search::Search() = default;
Search::~Search() = default;

void Search::stop() {
    job_.reset();
    hits_.clear();
    searched_.clear();
    searching_ = too_many_ = jumped_ = false;
    chosen_ = 0;
}

void Search::update(const Session& session) {
    const std::string wanted = small_letters(query);
    const EventIndex limit = session.prediction.on() ? session.cursor() + 1 : kNoEvent;
    const bool changed = wanted != searched_ || limit != limit_ ||
                         revision_ != session.revision() || language_ != session.settings.language;
    if (changed) {
        stop();
        searched_ = wanted;
        revision_ = session.revision();
        limit_ = limit;
        language_ = session.settings.language;
        if (wanted.empty() || session.empty()) {
            return;
        }
        job_ = std::make_unique<Job>();
        job_->run = session.indexed();
        job_->wanted = wanted;
        job_->language = language_;
        job_->limit = limit;
        if (const Scenario* scenario = session.scenario()) {
            job_->source = source_text(*scenario);
            job_->file = info(*scenario).source_file;
        }
        searching_ = true;
        job_->thread =
            std::jthread([job = job_.get()](std::stop_token token) { job->look(token); });
    }
    if (!job_ || !searching_) {
        return;
    }
    const bool done = job_->done;
    const SearchHit kept = jumped_ && chosen_ < hits_.size() ? hits_[chosen_] : SearchHit{};
    {
        const std::scoped_lock lock(job_->mutex);
        hits_ = job_->found;
        for (SearchHit& hit : hits_) {
            const auto it = job_->line_events.find(hit.line);
            hit.event = hit.group == Group::Source && it != job_->line_events.end() ? it->second
                                                                                    : hit.event;
        }
    }
    hits_ = in_groups(hits_);
    // The chosen one stays chosen, although others come before it.
    const auto same = std::ranges::find_if(hits_, [&](const SearchHit& hit) {
        return hit.group == kept.group && hit.event == kept.event && hit.line == kept.line &&
               hit.text == kept.text;
    });
    chosen_ = static_cast<std::size_t>(same - hits_.begin());
    too_many_ = job_->full;
    const auto size =
        static_cast<double>(std::max<EventIndex>(1, session.timeline().trace().size()));
    progress_ = done ? 1.0 : static_cast<double>(job_->looked_at) / size;
    searching_ = !done;
}

void Search::wait(const Session& session) {
    update(session);
    while (searching_) {
        std::this_thread::yield();
        update(session);
    }
}

void Search::choose_near(const Session& session) {
    const auto it = std::ranges::find_if(hits_, [&](const SearchHit& hit) {
        return hit.event != kNoEvent && hit.event >= session.cursor();
    });
    chosen_ = static_cast<std::size_t>(it - hits_.begin());
    chosen_ = chosen_ == hits_.size() ? 0 : chosen_;
}

void Search::next(Session& session) {
    if (hits_.empty()) {
        return;
    }
    if (chosen_ >= hits_.size()) {
        choose_near(session);
    } else {
        chosen_ = (chosen_ + 1) % hits_.size();
    }
    go_to(session, chosen_);
}

void Search::previous(Session& session) {
    if (!hits_.empty()) {
        chosen_ = chosen_ == 0 || chosen_ >= hits_.size() ? hits_.size() - 1 : chosen_ - 1;
        go_to(session, chosen_);
    }
}

void Search::go_to(Session& session, std::size_t hit) {
    if (hit >= hits_.size()) {
        return;
    }
    chosen_ = hit;
    jumped_ = true;
    moved_ = true;
    const SearchHit& wanted = hits_[hit];
    if (wanted.event != kNoEvent) {
        session.seek(wanted.event);
    }
    if (wanted.task != 0) {
        session.select_task(wanted.task);
    } else if (wanted.resource != 0) {
        session.select_resource(wanted.resource);
    }
}

}  // namespace coroscope::gui
