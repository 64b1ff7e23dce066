"""Reads a program from stdin and prints each place where it breaks a rule that the lessons teach."""

import ast
import sys

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SWALLOWED = {"BaseException", "CancelledError"}

tree = ast.parse(sys.stdin.read())
parents = {
    child: parent
    for parent in ast.walk(tree)
    for child in ast.iter_child_nodes(parent)
}


def above(node):
    while node in parents:
        child, node = node, parents[node]
        yield child, node


def function_of(node):
    return next((up for _, up in above(node) if isinstance(up, FUNCTIONS)), tree)


def in_finally(node):
    return any(isinstance(up, ast.Try) and child in up.finalbody for child, up in above(node))


def is_async(node):
    return isinstance(function_of(node), ast.AsyncFunctionDef)


def in_task_group(node):
    """A TaskGroup awaits its tasks at the end of its block."""
    return any(
        called(item.context_expr) == "TaskGroup"
        for _, up in above(node)
        if isinstance(up, ast.AsyncWith)
        for item in up.items
    )


def later(node, kind=ast.Await, name=None):
    """Whether the function of `node` awaits, or calls `name`, on a later line."""
    return any(
        isinstance(each, kind) and each.lineno > node.lineno and (name is None or called(each) == name)
        for each in ast.walk(function_of(node))
    )


def called(node):
    func = getattr(node, "func", None)
    return getattr(func, "attr", getattr(func, "id", None))


def receiver(call):
    return getattr(getattr(call.func, "value", None), "id", None)


def caught(handler):
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {getattr(kind, "attr", getattr(kind, "id", None)) for kind in kinds}


def broken(node):
    if isinstance(node, ast.ExceptHandler):
        swallows = node.type is None or caught(node) & SWALLOWED
        if swallows and not any(isinstance(each, ast.Raise) for each in ast.walk(node)):
            return "an except that catches CancelledError ends with raise"
    if isinstance(node, ast.While) and is_async(node):
        if any(called(each) == "empty" for each in ast.walk(node.test)):
            return "an empty queue is not the end of the work"
    if not isinstance(node, ast.Call):
        return None
    name, parent = called(node), parents[node]
    alone = isinstance(parent, ast.Expr)
    if name == "task_done" and not in_finally(node):
        return "task_done belongs in a finally"
    if name == "create_task" and alone and receiver(node) in ("asyncio", "loop"):
        return "keep a reference to the task"
    if name == "gather" and isinstance(parent, ast.Await) and isinstance(parents[parent], ast.Expr):
        if not any(each.arg == "return_exceptions" for each in node.keywords):
            return "use a TaskGroup where the results are not needed"
    if not is_async(node):
        return None
    if name == "cancel" and not later(node) and not in_task_group(node):
        return "await what you cancel"
    if name == "kill" and not later(node):
        return "await the process that you kill"
    if name == "write" and receiver(node) == "writer" and not later(node, ast.Call, "drain"):
        return "await drain after write"
    if name == "close" and receiver(node) == "writer" and not later(node, ast.Call, "wait_closed"):
        return "await wait_closed after close"
    return None


for node in ast.walk(tree):
    if message := broken(node):
        print(f"line {node.lineno}: {message}")
