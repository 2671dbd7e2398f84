// coroscope_differential < PROGRAMS > LOGS: runs the programs on our runtime. See README.md.

#include <iostream>
#include <string>

#include "tests/differential/world.h"

int main() {
    for (const coroscope::differential::Sample& sample :
         coroscope::differential::read_samples(std::cin)) {
        const coroscope::differential::Lines log = coroscope::differential::run(sample.program);
        std::cout << "=== program " << sample.name << "\n--- log\n";
        for (const std::string& line : log) {
            std::cout << line << '\n';
        }
        std::cout.flush();  // what a later program that crashes must not take along
    }
    return 0;
}
