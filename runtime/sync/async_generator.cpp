#include "runtime/sync/async_generator.h"

#include <vector>

#include "runtime/core/event_loop.h"
#include "runtime/sync/gather.h"

namespace coroscope::detail {

/// The generators of a loop that have begun and that somebody still holds, over or not: closed at
/// the end of the run (asyncio's set of weak references).
class GeneratorRegistry final : public LoopExtension {
public:
    static GeneratorRegistry& of(EventLoop& loop) {
        std::unique_ptr<LoopExtension>& slot = loop.extension(ExtensionSlot::AsyncGenerators);
        if (slot == nullptr) {
            slot = std::make_unique<GeneratorRegistry>(loop);
        }
        return static_cast<GeneratorRegistry&>(*slot);
    }
    explicit GeneratorRegistry(EventLoop& loop) : loop_(loop) {}
    ~GeneratorRegistry() override { GeneratorRegistry::discard(); }

    void add(GeneratorState& generator) {
        generator.registry_ = this;
        generator.before_ = last_;
        (last_ == nullptr ? first_ : last_->after_) = &generator;
        last_ = &generator;
    }
    void remove(GeneratorState& generator) {
        if (generator.registry_ != this) {
            return;
        }
        (generator.before_ == nullptr ? first_ : generator.before_->after_) = generator.after_;
        (generator.after_ == nullptr ? last_ : generator.after_->before_) = generator.before_;
        generator.registry_ = nullptr;
        generator.before_ = nullptr;
        generator.after_ = nullptr;
    }

    Ref<FutureBase> shutdown() override {
        std::vector<Coroutine<>> closings;
        while (first_ != nullptr) {
            GeneratorState& generator = *first_;
            remove(generator);
            closings.push_back(generator.make_close());
        }
        if (closings.empty()) {
            return {};
        }
        const gather all(return_exceptions, std::move(closings));
        closing_.emplace(all);
        return all.state();
    }
    void shut_down() override {
        if (!closing_ || closing_->cancelled()) {
            return;
        }
        for (const Result<void>& result : closing_->result()) {
            if (!result.ok() && !is_cancellation(result.error())) {
                loop_.call_exception_handler(
                    {"an error occurred during closing of asynchronous generator", result.error(),
                     0, Report::Shutdown});
            }
        }
        closing_.reset();
    }
    void discard() noexcept override {
        closing_.reset();
        while (first_ != nullptr) {
            GeneratorState& generator = *first_;
            remove(generator);
            generator.finish();
        }
    }

private:
    EventLoop& loop_;
    GeneratorState* first_ = nullptr;
    GeneratorState* last_ = nullptr;
    std::optional<Future<std::vector<Result<void>>>> closing_;
};

void GeneratorState::enter(PromiseBase& caller, const char* what) {
    if (running_) {
        throw RuntimeError(std::string(what) + ": asynchronous generator is already running");
    }
    if (!started_) {
        started_ = true;
        loop_ = &caller.task->loop();
        GeneratorRegistry::of(*loop_).add(*this);
    }
    running_ = true;
    promise_->owner = &promise_;
    detail::enter(caller, *promise_);
}

void GeneratorState::left() {
    running_ = false;
    if (!promise_->self().done()) {
        return;
    }
    const std::exception_ptr error = promise_->error;
    finish();
    if (error) {
        std::rethrow_exception(error);
    }
}

void GeneratorState::finish() noexcept {
    if (PromiseBase* const promise = std::exchange(promise_, nullptr)) {
        promise->self().destroy();
    }
}

void GeneratorState::drop() {
    if (started_ && promise_ != nullptr && EventLoop::is_open(loop_) && !loop_->closing()) {
        // Dropped half-way. The loop closes it, in a task of its own (the hook that asyncio sets).
        if (registry_ != nullptr) {
            registry_->remove(*this);
        }
        const Ref<GeneratorState> again(this);
        loop_->call_soon({[again] { (void)EventLoop::running().create_task(again->make_close()); },
                          "close generator"});
        return;
    }
    if (registry_ != nullptr) {
        registry_->remove(*this);
    }
    finish();
    delete this;
}

EventLoop* loop_for_generator() { return EventLoop::running_or_null(); }

}  // namespace coroscope::detail
