import type { alarms as english } from "../../en/admin/alarms"

export const alarms: typeof english = {
  label: "警报与暂停",
  operator: {
    title: { prepare: "收款已暂停", settlement: "打款已暂停", all: "收款和打款都已暂停" },
    next: "这是运营人员主动暂停的。事情处理完后即可恢复。",
  },
  reasons: {
    reconciliation_deficit: {
      title: "资金缺口：池中的钱比账本少",
      next: "查清差额之前不要恢复。请在“概览”里重新对账，并用服务器上的补录命令查找账本里没有的交易。",
    },
    reconciliation_overdue: {
      title: "已有 15 分钟没有完成对账",
      next: "请检查“对账”任务和节点。下一次对账成功后，暂停会自动解除。",
    },
    platform_cell_spent_outside: {
      title: "平台密钥签了一笔数据库不认识的交易",
      next: "可能是旧备份、另一个使用同一密钥的安装，或密钥被盗。服务器上的补录命令会列出这笔交易。如果不是你们发出的，密钥已经被盗：请立即转移资金。",
    },
    settled_payment_lost: {
      title: "一笔已经打款的收款离开了链",
      next: "损失已入账。请提高确认数，向平台地址补足同样的金额，然后恢复。",
    },
    given_up_transaction_committed: {
      title: "一笔已放弃的交易又进了区块",
      next: "下面写明是哪一笔。请提高确认数，与相关的人结清差额，然后恢复。",
    },
    second_node_disagrees: {
      title: "两个节点的区块不一致",
      next: "其中一个出了故障、被入侵，或在另一条分支上。查清是哪一个之后再恢复。",
    },
  },
  unknown: {
    title: "一个警报暂停了平台",
    next: "运维手册按名称列出了每个警报。原因消除后即可恢复。",
  },
  stopped: {
    prepare: "新的收款已停止。",
    settlement: "打款和提现已停止。",
    all: "新的收款、打款和提现都已停止。",
  },
  since: "开始于",
  cause: "警报",
  resumeWord: "恢复",
}
