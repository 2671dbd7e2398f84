// Errors of a database, by asyncpg's names, with PostgreSQL's codes.
#pragma once

#include <string>
#include <utility>

#include "runtime/core/error.h"

namespace coroscope {

class DatabaseError : public Error {
public:
    DatabaseError(std::string type, std::string code, std::string message)
        : Error(std::move(type), std::move(message)), sqlstate_(std::move(code)) {}
    /// "40001"; "" for errors of the client library itself.
    [[nodiscard]] const std::string& sqlstate() const { return sqlstate_; }

private:
    std::string sqlstate_;
};

/// 40001, repeatable read: somebody else has changed the row since the snapshot. Run it all again.
struct SerializationError : DatabaseError {
    SerializationError()
        : DatabaseError("SerializationError", "40001",
                        "could not serialize access due to concurrent update") {}
};
/// 40P01: this transaction was in a ring of transactions that wait for each other.
struct DeadlockDetectedError : DatabaseError {
    DeadlockDetectedError()
        : DatabaseError("DeadlockDetectedError", "40P01", "deadlock detected") {}
};
/// 55P03: NOWAIT, or lock_timeout has passed.
struct LockNotAvailableError : DatabaseError {
    explicit LockNotAvailableError(std::string message)
        : DatabaseError("LockNotAvailableError", "55P03", std::move(message)) {}
};
/// 25P02: an earlier statement has failed, and only a rollback is accepted.
struct InFailedSQLTransactionError : DatabaseError {
    InFailedSQLTransactionError()
        : DatabaseError("InFailedSQLTransactionError", "25P02",
                        "current transaction is aborted, commands ignored until end of "
                        "transaction block") {}
};
/// 23505: the key is there already.
struct UniqueViolationError : DatabaseError {
    explicit UniqueViolationError(const std::string& row)
        : DatabaseError("UniqueViolationError", "23505",
                        "duplicate key value violates unique constraint: " + row) {}
};
/// 53300: max_connections.
struct TooManyConnectionsError : DatabaseError {
    TooManyConnectionsError()
        : DatabaseError("TooManyConnectionsError", "53300", "sorry, too many clients already") {}
};
/// 08003 and 08006: the connection is gone. Whether what ran was done is not known.
struct ConnectionDoesNotExistError : DatabaseError {
    ConnectionDoesNotExistError()
        : DatabaseError("ConnectionDoesNotExistError", "08003",
                        "connection was closed in the middle of operation") {}
};
/// The connection was refused: nobody is there.
struct ConnectionRefusedError : DatabaseError {
    ConnectionRefusedError()
        : DatabaseError("ConnectionRefusedError", "", "[Errno 111] Connection refused") {}
};
/// The client library is used wrongly.
struct InterfaceError : DatabaseError {
    explicit InterfaceError(std::string message)
        : DatabaseError("InterfaceError", "", std::move(message)) {}
};

}  // namespace coroscope
