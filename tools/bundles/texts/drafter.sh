#!/bin/sh
# drafter with the Python beside it, or with one of the machine that its packages were made for.
# The shell's own commands only: a machine may have a PATH with nothing on it.
here=$(CDPATH='' cd -- "${0%/*}" && pwd) || exit 2
for python in "$here/python/bin/python3" @PYTHONS@; do
    "$python" -c 'import sys; sys.exit(not (@FITS@))' 2>/dev/null || continue
    PYTHONPATH=$here/@LIB@:$here/pdf:$here/picture PYTHONUTF8=1 exec "$python" -s -P -m drafter "$@"
done
if [ -e "$here/python/bin/python3" ]; then
    echo "这里的程序启动不了。U 盘上的程序有的系统不让运行：把整个文件夹复制到自己的主目录里再试。" >&2
else
    echo "没有找到 Python（@NEEDED@）。请负责电脑的人把它放进这里的 python 文件夹。" >&2
fi
exit 2
