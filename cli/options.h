// Options: the command line's one door. Arguments become the options of a command (commands.h),
// which runs.
//
//     Console console{.out = std::cout, .err = std::cerr};
//     return run_command({"run", "races/lost-update", "--json"}, console);
//
// Errors: never throws; prints one line "coroscope: WHAT: WHERE: what to do" and returns the exit
// status.
#pragma once

#include <iosfwd>
#include <span>
#include <string>

#include "cli/console.h"

namespace coroscope::cli {

/// `args` without the program's name.
int run_command(std::span<const std::string> args, Console& console);
/// The same without colour, display or window: for tests.
int run_command(std::span<const std::string> args, std::ostream& out, std::ostream& err);

}  // namespace coroscope::cli
