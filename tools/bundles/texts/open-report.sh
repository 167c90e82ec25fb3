#!/bin/sh
# Opens drafter; in a window that closes with it, what went wrong stays to be read.
/bin/sh "${0%/*}/drafter" open "$@"
code=$?
if [ "$code" -ne 0 ] && [ -t 0 ]; then
    printf '按回车关闭窗口。' >&2
    read -r _
fi
exit "$code"
