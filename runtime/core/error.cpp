#include "runtime/core/error.h"

#include <new>

namespace coroscope {

std::string describe(const std::exception_ptr& error) {
    if (!error) {
        return "";
    }
    const auto joined = [](const std::string& type, const std::string& message) {
        return message.empty() ? type : type + ": " + message;
    };
    try {
        std::rethrow_exception(error);
    } catch (const Error& e) {
        return joined(e.type(), e.message());
    } catch (const CancelledError& e) {
        return joined("CancelledError", e.message());
    } catch (const KeyboardInterrupt&) {
        return "KeyboardInterrupt";
    } catch (const SystemExit& e) {
        return "SystemExit: " + std::to_string(e.code());
    } catch (const std::bad_alloc&) {
        return "MemoryError";
    } catch (const std::exception& e) {
        return joined("Exception", e.what());
    } catch (const RunStopped&) {
        return "the run was stopped";
    } catch (...) {
        return "an error that is no std::exception";
    }
}

bool is_cancellation(const std::exception_ptr& error) {
    if (!error) {
        return false;
    }
    try {
        std::rethrow_exception(error);
    } catch (const CancelledError&) {
        return true;
    } catch (...) {
        return false;
    }
}

bool leaves_the_loop(const std::exception_ptr& error) {
    if (!error) {
        return false;
    }
    try {
        std::rethrow_exception(error);
    } catch (const KeyboardInterrupt&) {
        return true;
    } catch (const SystemExit&) {
        return true;
    } catch (...) {
        return false;
    }
}

}  // namespace coroscope
