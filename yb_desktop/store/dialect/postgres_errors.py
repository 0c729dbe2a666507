"""What PostgreSQL and the way to it can say, as our code and a sentence."""

from __future__ import annotations

import psycopg

_NOT_THIS_USER = "数据库服务器不接受用户名或密码。请核对用户名和密码，或向管理员核对。"
_NOT_LET_IN = "数据库服务器不允许这个用户从本机登录。请管理员在服务器上允许本机登录。"
_NO_DATABASE = "服务器上没有这个数据库。请核对数据库名，或请管理员先建立数据库。"
_FULL = "数据库服务器的连接已满。请稍候重试，或请管理员增加允许的连接数。"
_NOT_RUNNING = "服务器上没有数据库在运行，或端口不对。请管理员启动数据库，或核对端口。"
_STARTING = "数据库服务器正在启动或停止。请稍候重试。"
_LOST = "与数据库服务器的连接中断。没有提示保存成功的操作，请重新打开、查看后再重做。"

_STATES: tuple[tuple[str, str, str], ...] = (
    ("28P01", "password", _NOT_THIS_USER),
    ("28", "not-let-in", _NOT_LET_IN),
    ("3D000", "no-database", _NO_DATABASE),
    ("42501", "no-permission", "数据库用户没有所需的权限，没有写入。请管理员让这个用户成为数据库的所有者。"),
    ("53100", "disk-full", "数据库服务器磁盘空间不足，没有写入，已有数据未受影响。请管理员清理磁盘后重做这一步。"),
    ("53300", "busy", _FULL),
    ("55P03", "busy", "另一台电脑正在写入，等了20秒仍未结束，这一步没有保存。请稍候重做。"),
    ("40", "busy", "与另一台电脑的操作相遇，这一步没有保存。请重做。"),
    ("25006", "read-only", "数据库服务器目前只允许查看，没有写入。请联系管理员。"),
    ("57P03", "server-absent", _STARTING),
    ("57P", "connection-lost", _LOST),
    ("08", "connection-lost", _LOST),
    ("XX001", "corrupt", "数据库服务器报告数据损坏。请停止使用并联系管理员，从备份恢复。"),
    ("XX002", "corrupt", "数据库服务器报告索引损坏。请联系管理员检查服务器，或从备份恢复。"),
)


_WORDS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("translate host name", "Name or service"), "server-unknown", "找不到这台服务器。请核对服务器的名称或地址。"),
    (("refused", "No such file"), "server-absent", _NOT_RUNNING),
    (("timeout", "timed out", "unreachable", "No route"), "no-answer", "服务器没有应答。请检查网络、服务器是否开机。"),
    (("SSL", "certificate"), "not-secure", "与服务器建立不了加密的连接。请管理员检查服务器的证书和加密设置。"),
    (("pg_hba",), "not-let-in", _NOT_LET_IN),
    (("authentication", "认证", "password", "role"), "password", _NOT_THIS_USER),
    (("too many", "太多", "remaining connection slots"), "busy", _FULL),
    (("starting up", "shutting down"), "server-absent", _STARTING),
    (("closed", "terminat", "lost"), "connection-lost", _LOST),
)
"""What the reason holds, and what it means; the first that fits."""


def said(problem: BaseException) -> tuple[str, str] | None:
    """Give code and sentence for what the driver raised; ``None`` when it is a mistake of ours."""
    if not isinstance(problem, psycopg.Error):
        return None
    if problem.sqlstate:
        return next((one[1:] for one in _STATES if problem.sqlstate.startswith(one[0])), None)
    return _no_answer(problem) if isinstance(problem, psycopg.OperationalError) else None


def _no_answer(problem: psycopg.OperationalError) -> tuple[str, str]:
    """Tell what kept a connection from being made, or broke it: there the server's own code does not come through.

    Its sentence does, in the server's language; only what no word gives away is called unreachable.
    """
    reason = str(problem)
    if "database" in reason and any(word in reason for word in ("does not exist", "不存在")):
        return "no-database", _NO_DATABASE
    found = next((one[1:] for one in _WORDS if any(word in reason for word in one[0])), None)
    if found:
        return found
    tried = problem.pgconn
    if tried is not None and (tried.used_password or tried.needs_password):
        return "password", _NOT_THIS_USER
    return "server-absent", "连不上数据库服务器。请检查网络、服务器是否开机，以及服务器地址。"
