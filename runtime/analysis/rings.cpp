#include "runtime/analysis/rings.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <utility>

namespace coroscope::detail {
namespace {

constexpr std::uint64_t kMostSearchSteps = 200'000;

/// Tasks sort before resources, so that the first node of a ring is its task of smallest id: every
/// ring has a task, since resources lead only to tasks.
using Key = std::uint64_t;
Key key(const WaitNode& node) { return (node.is_task ? 0 : Key{1} << 32) | node.id; }
WaitNode node(Key k) { return {.is_task = k >> 32 == 0, .id = static_cast<std::uint32_t>(k)}; }

class Search {
public:
    explicit Search(std::span<const WaitEdge> edges) {
        for (const WaitEdge& edge : edges) {
            next_[key(edge.from)].push_back(key(edge.to));
            next_.try_emplace(key(edge.to));
        }
        for (auto& [from, to] : next_) {
            std::ranges::sort(to);
            to.erase(std::ranges::unique(to).begin(), to.end());
        }
    }
    std::vector<std::vector<WaitNode>> run() {
        trim();
        if (next_.empty()) {
            return {};
        }
        std::vector<WaitNode> fallback = any_ring();
        // All rings through the smallest node, then without it: each ring is found once.
        while (!next_.empty() && found_.size() < kMostCycles && steps_ < kMostSearchSteps) {
            from(next_.begin()->first);
            next_.erase(next_.begin());
            trim();
        }
        if (found_.empty()) {
            found_.push_back(std::move(fallback));
        }
        return std::move(found_);
    }

private:
    /// Takes away what lies on no ring: nodes that nothing leads to, or that lead nowhere.
    void trim() {
        std::map<Key, std::size_t> coming;
        std::map<Key, std::vector<Key>> back;
        for (auto& [from, to] : next_) {
            std::erase_if(to, [this](Key k) { return !next_.contains(k); });
            for (const Key k : to) {
                ++coming[k];
                back[k].push_back(from);
            }
        }
        std::vector<Key> loose;
        for (const auto& [k, to] : next_) {
            if (to.empty() || !coming.contains(k)) {
                loose.push_back(k);
            }
        }
        while (!loose.empty()) {
            const auto gone = next_.find(loose.back());
            loose.pop_back();
            if (gone == next_.end()) {
                continue;
            }
            const Key lost = gone->first;
            for (const Key to : gone->second) {
                if (--coming[to] == 0) {
                    loose.push_back(to);
                }
            }
            next_.erase(gone);
            for (const Key from : back[lost]) {
                const auto entry = next_.find(from);
                if (entry != next_.end() && std::erase(entry->second, lost) > 0 &&
                    entry->second.empty()) {
                    loose.push_back(from);
                }
            }
        }
    }

    /// Where every node leads on, following the first way must come back somewhere.
    [[nodiscard]] std::vector<WaitNode> any_ring() const {
        std::vector<Key> path;
        std::map<Key, std::size_t> place;
        Key at = next_.begin()->first;
        while (place.try_emplace(at, path.size()).second) {
            path.push_back(at);
            at = next_.at(at).front();
        }
        path.erase(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(place.at(at)));
        std::ranges::rotate(path, std::ranges::min_element(path));
        std::vector<WaitNode> ring;
        std::ranges::transform(path, std::back_inserter(ring), node);
        return ring;
    }

    /// Depth first with a stack of its own: a ring may be as long as there are tasks.
    void from(Key start) {
        struct Level {
            Key key;
            std::size_t tried;
        };
        std::vector<Level> path{{.key = start, .tried = 0}};
        std::map<Key, bool> on_path{{start, true}};
        while (!path.empty() && found_.size() < kMostCycles && steps_ < kMostSearchSteps) {
            ++steps_;
            const std::vector<Key>& choices = next_.at(path.back().key);
            if (path.back().tried == choices.size()) {
                on_path.erase(path.back().key);
                path.pop_back();
                continue;
            }
            const Key to = choices[path.back().tried++];
            if (to == start) {
                std::vector<WaitNode> ring;
                std::ranges::transform(path, std::back_inserter(ring),
                                       [](const Level& level) { return node(level.key); });
                found_.push_back(std::move(ring));
            } else if (on_path.try_emplace(to, true).second) {
                path.push_back({.key = to, .tried = 0});
            }
        }
    }

    std::map<Key, std::vector<Key>> next_;
    std::vector<std::vector<WaitNode>> found_;
    std::uint64_t steps_ = 0;
};

}  // namespace

std::vector<std::vector<WaitNode>> rings(std::span<const WaitEdge> edges) {
    return Search(edges).run();
}

}  // namespace coroscope::detail
