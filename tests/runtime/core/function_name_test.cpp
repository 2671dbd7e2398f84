#include "runtime/core/function_name.h"

#include <doctest/doctest.h>

using namespace coroscope;

TEST_CASE("the bare name of a function is the same from g++ and from clang") {
    // clang-format off
    // g++ 12
    CHECK(bare_function_name("coroscope::Coroutine<> coroscope::{anonymous}::increment(coroscope::Shared<int>&, coroscope::Duration)") == "increment");
    CHECK(bare_function_name("coroscope::Coroutine<> coroscope::Account::ask(int) const") == "ask");
    CHECK(bare_function_name("coroscope::Coroutine<typename std::remove_cvref<T>::type::Result> coroscope::wait_for(A, Duration) [with A = Task<int>; Duration = std::chrono::duration<long int>]") == "wait_for");
    CHECK(bare_function_name("Coroutine<> run(F) [with F = main()::<lambda(int)>]") == "run");
    CHECK(bare_function_name("main(int, char**)::<lambda(int)>") == "lambda");
    CHECK(bare_function_name("coroscope::{anonymous}::main()::<lambda(auto:1)> mutable [with auto:1 = int]") == "lambda");
    CHECK(bare_function_name("Coroutine<> main()::Local::serve(int)") == "serve");
    // clang 19
    CHECK(bare_function_name("Coroutine<> coroscope::(anonymous namespace)::increment(Shared<int> &, Duration)") == "increment");
    CHECK(bare_function_name("Coroutine<> coroscope::(anonymous namespace)::Account::ask(int) const") == "ask");
    CHECK(bare_function_name("Coroutine<detail::ResultOf<A>> coroscope::wait_for(A, Duration) [A = coroscope::Task<int>]") == "wait_for");
    CHECK(bare_function_name("Coroutine<> run(F) [F = (lambda at a.cpp:3:14)]") == "run");
    CHECK(bare_function_name("Coroutine<> run<(lambda at a.cpp:3:14)>((lambda at a.cpp:3:14))") == "run");
    CHECK(bare_function_name("auto main(int, char **)::(anonymous class)::operator()(int) const") == "lambda");
    CHECK(bare_function_name("auto main()::(lambda at a.cpp:3:14)::operator()(int) const") == "lambda");
    CHECK(bare_function_name("Coroutine<> main()::Local::serve(int)") == "serve");
    // clang-format on
}

TEST_CASE("types in a signature do not disturb the name") {
    CHECK(bare_function_name("void f(int)") == "f");
    CHECK(bare_function_name("void f()") == "f");
    CHECK(bare_function_name("Coroutine<std::function<void (int)>> g(void (*)(int), int (&)[3])") ==
          "g");
    CHECK(bare_function_name("Coroutine<> lambda_worker(lambdas::Kind)") == "lambda_worker");
    CHECK(bare_function_name("T f<int>(T)") == "f");
}

TEST_CASE("what is no function has a name all the same") {
    CHECK(bare_function_name("") == "coroutine");
    CHECK(bare_function_name("nonsense") == "coroutine");
    CHECK(bare_function_name(")(") == "coroutine");
    CHECK(bare_function_name("()") == "coroutine");
    CHECK(bare_function_name("Coroutine<> Worker::operator()(int)") == "coroutine");
}
