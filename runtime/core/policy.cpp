#include "runtime/core/policy.h"

#include <algorithm>
#include <array>
#include <map>

namespace coroscope {

std::uint64_t Random::below(std::uint64_t bound) {
    // Rejection keeps it uniform: numbers beyond the largest multiple of `bound` are drawn again.
    const std::uint64_t limit = ~std::uint64_t{0} - ~std::uint64_t{0} % bound;
    std::uint64_t number = next();
    while (number >= limit) {
        number = next();
    }
    return number % bound;
}

namespace {

class Fifo final : public Policy {
public:
    std::size_t choose(ChoiceKind /*kind*/, std::span<const TaskId> /*candidates*/) override {
        return 0;
    }
    [[nodiscard]] bool is_fifo() const override { return true; }
};

class Lifo final : public Policy {
public:
    std::size_t choose(ChoiceKind /*kind*/, std::span<const TaskId> candidates) override {
        return candidates.size() - 1;
    }
};

class Uniform final : public Policy {
public:
    explicit Uniform(std::uint64_t seed) : random_(seed) {}
    std::size_t choose(ChoiceKind /*kind*/, std::span<const TaskId> candidates) override {
        return random_.below(candidates.size());
    }

private:
    Random random_;
};

class Priority final : public Policy {
public:
    explicit Priority(std::uint64_t seed) : random_(seed) {}
    std::size_t choose(ChoiceKind /*kind*/, std::span<const TaskId> candidates) override {
        std::size_t best = 0;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (priority(candidates[i]) > priority(candidates[best])) {
                best = i;
            }
        }
        return best;
    }

private:
    std::uint64_t priority(TaskId task) {
        const auto [at, is_new] = priorities_.try_emplace(task, 0);
        if (is_new) {
            at->second = random_.next();
        }
        return at->second;
    }
    Random random_;
    std::map<TaskId, std::uint64_t> priorities_;
};

class Scripted final : public Policy {
public:
    Scripted(std::vector<std::uint32_t> choices, std::unique_ptr<Policy> otherwise)
        : choices_(std::move(choices)), otherwise_(std::move(otherwise)) {}
    std::size_t choose(ChoiceKind kind, std::span<const TaskId> candidates) override {
        if (next_ == choices_.size()) {
            return otherwise_->choose(kind, candidates);
        }
        return std::min<std::size_t>(choices_[next_++], candidates.size() - 1);
    }
    [[nodiscard]] bool is_fifo() const override {
        return choices_.empty() && otherwise_->is_fifo();
    }

private:
    std::vector<std::uint32_t> choices_;
    std::size_t next_ = 0;
    std::unique_ptr<Policy> otherwise_;
};

}  // namespace

std::span<const std::string_view> policy_names() {
    static constexpr std::array<std::string_view, 4> kNames = {"fifo", "lifo", "random",
                                                               "priority"};
    return kNames;
}

std::unique_ptr<Policy> make_policy(std::string_view name, std::uint64_t seed) {
    if (name == "fifo") {
        return std::make_unique<Fifo>();
    }
    if (name == "lifo") {
        return std::make_unique<Lifo>();
    }
    if (name == "random") {
        return std::make_unique<Uniform>(seed);
    }
    if (name == "priority") {
        return std::make_unique<Priority>(seed);
    }
    return nullptr;
}

std::unique_ptr<Policy> make_scripted(std::vector<std::uint32_t> choices,
                                      std::unique_ptr<Policy> otherwise) {
    return std::make_unique<Scripted>(std::move(choices), std::move(otherwise));
}

}  // namespace coroscope
