#include "runtime/core/fiber.h"

#include <cxxabi.h>
#include <ucontext.h>

#include <cstdint>
#include <cstring>

#if defined(__SANITIZE_ADDRESS__)
#define COROSCOPE_ASAN 1
#elif defined(__SANITIZE_THREAD__)
#define COROSCOPE_TSAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define COROSCOPE_ASAN 1
#elif __has_feature(thread_sanitizer)
#define COROSCOPE_TSAN 1
#endif
#endif
#ifdef COROSCOPE_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef COROSCOPE_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace coroscope {

namespace {

/// The exceptions that are being handled belong to a stack, but the C++ library keeps them for the
/// OS thread: they change places with the stacks (Itanium C++ ABI, __cxa_eh_globals).
struct HandledExceptions {
    void* caught = nullptr;
    unsigned int uncaught = 0;

    void swap_with_thread() {
        HandledExceptions now;
        void* const globals = abi::__cxa_get_globals();
        std::memcpy(static_cast<void*>(&now), globals, sizeof now);
        std::memcpy(globals, static_cast<const void*>(this), sizeof now);
        *this = now;
    }
};

constexpr std::size_t kStackBytes = std::size_t{256} * 1024;

/// ThreadSanitizer keeps a call stack of its own for each stack, and is told when they change.
/// What tells it must be inline: a call would begin on one stack and end on the other.
struct WatchedStacks {
#ifdef COROSCOPE_TSAN
    WatchedStacks() : inside(__tsan_create_fiber(0)) {}
    ~WatchedStacks() { __tsan_destroy_fiber(inside); }
    WatchedStacks(const WatchedStacks&) = delete;
    WatchedStacks& operator=(const WatchedStacks&) = delete;
    [[gnu::always_inline]] void enter() {
        outside = __tsan_get_current_fiber();
        __tsan_switch_to_fiber(inside, 0);
    }
    [[gnu::always_inline]] void leave() const { __tsan_switch_to_fiber(outside, 0); }

    void* inside;
    void* outside = nullptr;
#else
    void enter() const {}
    void leave() const {}
#endif
};

}  // namespace

struct Fiber::State {
    std::function<void()> function;
    std::unique_ptr<char[]> stack;
    ucontext_t inside = {};
    ucontext_t outside = {};
    HandledExceptions exceptions;
    const void* outside_stack = nullptr;
    std::size_t outside_bytes = 0;
    WatchedStacks watched;
    bool begun = false;
    bool ended = false;

    static void main(unsigned int high, unsigned int low) {
        auto* const state =
            reinterpret_cast<State*>((static_cast<std::uintptr_t>(high) << 32) | low);
        state->arrive(nullptr);
        state->function();
        state->ended = true;
        state->leave(true);
    }
    /// Back to outside, for good or for a while.
    void leave([[maybe_unused]] bool for_good) {
        [[maybe_unused]] void* shadow = nullptr;
#ifdef COROSCOPE_ASAN
        __sanitizer_start_switch_fiber(for_good ? nullptr : &shadow, outside_stack, outside_bytes);
#endif
        watched.leave();
        swapcontext(&inside, &outside);
        arrive(shadow);
    }
    void arrive([[maybe_unused]] void* shadow) {
#ifdef COROSCOPE_ASAN
        __sanitizer_finish_switch_fiber(shadow, &outside_stack, &outside_bytes);
#endif
    }
};

Fiber::Fiber(std::function<void()> function) : state_(std::make_unique<State>()) {
    state_->function = std::move(function);
}

Fiber::~Fiber() = default;

void Fiber::resume() {
    State& state = *state_;
    if (!state.begun) {
        state.begun = true;
        state.stack = std::make_unique<char[]>(kStackBytes);
        getcontext(&state.inside);
        state.inside.uc_stack.ss_sp = state.stack.get();
        state.inside.uc_stack.ss_size = kStackBytes;
        state.inside.uc_link = nullptr;
        const auto address = reinterpret_cast<std::uintptr_t>(&state);
        makecontext(&state.inside, reinterpret_cast<void (*)()>(&State::main), 2,
                    static_cast<unsigned int>(address >> 32), static_cast<unsigned int>(address));
    }
    state.exceptions.swap_with_thread();
    [[maybe_unused]] void* shadow = nullptr;
#ifdef COROSCOPE_ASAN
    __sanitizer_start_switch_fiber(&shadow, state.stack.get(), kStackBytes);
#endif
    state.watched.enter();
    swapcontext(&state.outside, &state.inside);
#ifdef COROSCOPE_ASAN
    __sanitizer_finish_switch_fiber(shadow, nullptr, nullptr);
#endif
    state.exceptions.swap_with_thread();
}

void Fiber::yield() { state_->leave(false); }

bool Fiber::ended() const { return state_->ended; }
bool Fiber::begun() const { return state_->begun; }

}  // namespace coroscope
