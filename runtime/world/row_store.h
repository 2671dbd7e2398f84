// RowStore: the rows of a database, each with all the versions that were ever committed. A
// transaction sees its own writes and, of the others, what had been committed at its snapshot.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/core/shared.h"
#include "runtime/world/sql_statement.h"

namespace coroscope {

/// Table and key.
using RowKey = std::pair<std::string, std::int64_t>;
/// "accounts 1".
[[nodiscard]] std::string words(const RowKey& row);

/// Commits are numbered from 1; a snapshot is the number of the last one that it sees.
using CommitNumber = std::uint64_t;

/// What a transaction has changed and not committed; no row: deleted.
struct RowWrite {
    RowKey key;
    std::optional<SqlRow> row;
};

class RowStore {
public:
    /// A row that is there from the beginning. It is a variable of the trace.
    void put(const RowKey& key, SqlRow row);
    /// As a transaction with these writes sees it.
    [[nodiscard]] std::optional<SqlRow> find(const RowKey& key, CommitNumber snapshot,
                                             const std::vector<RowWrite>& own) const;
    [[nodiscard]] std::vector<SqlRow> all(const std::string& table, CommitNumber snapshot,
                                          const std::vector<RowWrite>& own) const;
    /// The number of the last commit that changed it, 0: none did.
    [[nodiscard]] CommitNumber changed_at(const RowKey& key) const;
    [[nodiscard]] CommitNumber now() const { return last_; }
    void commit(const std::vector<RowWrite>& writes);
    [[nodiscard]] std::int64_t next_key(const std::string& table);

    /// The running task reads it, for the trace. Nothing for rows that are no variables.
    void show_read(const RowKey& key) const;
    [[nodiscard]] bool is_shown(const RowKey& key) const { return shown_.contains(key); }

private:
    struct Version {
        CommitNumber number = 0;
        std::optional<SqlRow> row;
    };
    CommitNumber last_ = 0;
    std::map<RowKey, std::vector<Version>> rows_;
    std::map<std::string, std::int64_t> last_keys_;
    std::map<RowKey, std::unique_ptr<Shared<std::string>>> shown_;
};

}  // namespace coroscope
